-- Made anew without its unique key, then one row twice.
create table bare as select * from driver_commands;
drop table driver_commands;
alter table bare rename to driver_commands;
insert into driver_commands select * from driver_commands limit 1;
