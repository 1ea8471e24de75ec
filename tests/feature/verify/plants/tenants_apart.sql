insert into tenants select 'other', name, timezone, currency, locale from tenants;
update drivers set tenant_id = 'other' where name = 'Ada Berg';
