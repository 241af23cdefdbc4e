-- A message about a booked time is withdrawn, not sent, where that time was freed before it left.
alter table messages
  add column appointment_id uuid references appointments,
  add column withdrawn_at timestamptz,
  add check (withdrawn_at is null or (sent_at is null and failed_at is null and appointment_id is not null));
