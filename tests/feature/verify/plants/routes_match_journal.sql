update routes set started_at = '2026-06-01 05:30:00.000000' where started_at is not null;
