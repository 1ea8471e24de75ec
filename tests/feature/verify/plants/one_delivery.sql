-- also: stops_match_journal
-- Ada has delivered A by one command; now she has by another one as well.
create temp table more as select * from driver_commands limit 1;
update more set id = 'row', command_id = 'second';
insert into driver_commands select * from more;
create temp table one as select * from attempts where outcome = 'delivered';
update one set id = 'again', command_id = 'second';
insert into attempts select * from one;
