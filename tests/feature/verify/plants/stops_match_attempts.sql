update attempts set disputed = 'second_outcome' where outcome = 'delivered';
