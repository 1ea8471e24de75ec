update attempts set signature = 'unknown' where outcome = 'delivered';
