-- Owned by src/rooms. The readiness passport: what a test of the applicant's device found; every run is kept, the newest word on each check counts.
create table readiness_checks (
  id uuid primary key,
  order_id uuid not null references orders,
  findings jsonb not null,                -- {check: {verdict, value}}
  taken_at timestamptz not null
);
create index on readiness_checks (order_id, taken_at desc);

-- A phone joins a room as document camera by a pass of the applicant; only hashes are stored.
create table camera_passes (
  id uuid primary key,
  room_id uuid not null references rooms,
  token_hash text not null unique,        -- in the address that the QR shows
  made_at timestamptz not null,
  expires_at timestamptz not null,
  seat_hash text unique,                  -- the cookie of the one phone that opened it
  opened_at timestamptz,
  check ((seat_hash is null) = (opened_at is null))
);
create index on camera_passes (room_id);

-- {reason, since}: the agent is away for a moment and said why.
alter table rooms add column pause jsonb;
