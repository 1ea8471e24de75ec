-- also: payments_match_journal
insert into payments (tenant_id, id, shipment_id, amount_minor, currency, state, asked_at,
  session_ref, charge_ref, url, problem)
select tenant_id, 'p', shipment_id, 100, 'EUR', 'paid', '2026-06-01 05:30:00.000000',
  '', '', '', '' from stops limit 1;
