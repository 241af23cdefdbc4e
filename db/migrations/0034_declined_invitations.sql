-- Owned by src/scheduling: the holder declined the invitation in their calendar (RFC 5546 REPLY). The time stays theirs
-- until they choose another.
create table declined_invitations (
  appointment_id uuid primary key references appointments,
  declined_at timestamptz not null
);
