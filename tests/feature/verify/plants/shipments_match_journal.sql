-- B could be planned again after it failed; but nobody did that.
update shipments set status = 'pending', version = version + 1 where reference = 'B';
