insert into tenants (id, name, timezone, currency, locale, region, version)
  select 'other', name, timezone, currency, locale, region, version from tenants;
update drivers set tenant_id = 'other' where name = 'Ada Berg';
