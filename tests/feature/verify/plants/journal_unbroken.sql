update events set actor = 'nobody' where kind = 'plan.released';
