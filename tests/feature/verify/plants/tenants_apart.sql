insert into tenants (id, name, timezone, currency, locale, region, asks_managers_twice, version)
  select 'other', name, timezone, currency, locale, region, asks_managers_twice, version from tenants;
update drivers set tenant_id = 'other' where name = 'Ada Berg';
