-- C is delivered with all that belongs to it, but for the event.
update stops set status = 'delivered' where reference = 'C';
update shipments set status = 'delivered' where reference = 'C';
create temp table more as select * from driver_commands limit 1;
update more set id = 'row', command_id = 'silent';
insert into driver_commands select * from more;
create temp table one as select * from attempts where outcome = 'delivered';
update one set id = 'silent', command_id = 'silent',
    stop_id = (select id from stops where reference = 'C'),
    shipment_id = (select shipment_id from stops where reference = 'C');
insert into attempts select * from one;
