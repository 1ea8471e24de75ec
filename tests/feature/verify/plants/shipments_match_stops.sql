-- also: shipments_match_journal
update shipments set status = 'planned' where reference = 'C';
