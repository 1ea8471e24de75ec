-- also: foreign_keys_hold
-- also on postgresql: added_only_guarded
-- Made anew without its keys, so that nothing hinders it.
create table bare as select * from events;
drop table events;
alter table bare rename to events;
create temp table one as select * from events limit 1;
update one set sequence = 9999, id = 'ghostly', tenant_id = 'ghost';
insert into events select * from one;
