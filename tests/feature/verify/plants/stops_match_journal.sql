update stops set arrived_at = '2026-06-01 06:01:00.000000' where reference = 'C';
