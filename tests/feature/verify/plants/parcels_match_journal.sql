-- A parcel is lost with a transfer that names both sides, but for the event.
create temp table one as select * from parcels
    where shipment_id = (select shipment_id from stops where reference = 'C');
insert into parcel_transfers (tenant_id, parcel_id, sequence, from_kind, from_id, from_place,
        to_kind, to_id, to_place, happened_at, recorded_at, actor, note)
    select tenant_id, id, moves + 1, holder_kind, holder_id, holder_place, 'lost', '', '',
        '2026-06-01 06:00:00', '2026-06-01 06:00:00', 'system', '' from one;
update parcels set holder_kind = 'lost', holder_id = '', moves = moves + 1
    where id = (select id from one);
