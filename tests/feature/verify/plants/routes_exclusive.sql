-- also: routes_match_journal
drop index uq_routes_active_vehicle_id;
update routes set vehicle_id = (select id from vehicles where name = 'van 1');
