-- also: parcels_match_journal
update parcels set holder_kind = 'lost' where id = (select min(id) from parcels where moves > 0);
