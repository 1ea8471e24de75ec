update shipments set status = 'planned' where reference = 'C';
