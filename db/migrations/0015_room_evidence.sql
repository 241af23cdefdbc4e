-- Owned by src/rooms. What makes a recording prove itself, more seats than two, and sessions that a break voids.
alter table recordings drop constraint recordings_member_check;
alter table recordings add check (member in ('applicant', 'agent', 'camera', 'interpreter', 'supervisor'));
alter table room_lines drop constraint room_lines_author_check;
alter table room_lines add check (author in ('applicant', 'agent', 'system', 'interpreter'));

-- The installation's Ed25519 key for heads of recordings; private half sealed by the master key.
create table recording_keys (
  id uuid primary key,
  public_key text not null,               -- PEM, SubjectPublicKeyInfo
  sealed_key bytea not null,              -- PKCS #8
  made_at timestamptz not null
);
create unique index on recording_keys ((true));

create table recording_heads (
  id uuid primary key,
  room_id uuid not null references rooms,
  member text not null,
  segment integer not null,
  chunks integer not null,
  bytes bigint not null,
  head text not null,
  signed_at timestamptz not null,
  signature text not null,                -- base64, over the text of docs/room-protocol.md, "Evidence of a recording"
  unique (room_id, member, segment, chunks)
);
create trigger recording_heads_append_only before update or delete or truncate on recording_heads
  for each statement execute function refuse_change();

-- Gaps, quality and heads of a closed room: one JSON in the order's blobs.
alter table rooms add column report_hash text;

-- A session inside a room: the first begins with the admission, a void one is followed by the next.
create table room_sessions (
  id uuid primary key,
  room_id uuid not null references rooms,
  number integer not null check (number > 0),
  began_at timestamptz not null,
  voided_at timestamptz,
  gap_ms integer,
  consented_at timestamptz,               -- what the void session had of consent
  unique (room_id, number),
  check ((voided_at is null) = (gap_ms is null))
);
create unique index on room_sessions (room_id) where voided_at is null;

-- A guest's seat by a pass of the agent; only hashes are stored.
create table guest_passes (
  id uuid primary key,
  room_id uuid not null references rooms,
  member text not null check (member = 'interpreter'),
  name text not null check (length(name) between 1 and 120),
  made_by uuid not null references agents,
  token_hash text not null unique,        -- in the address that the agent hands on
  made_at timestamptz not null,
  expires_at timestamptz not null,
  seat_hash text unique,                  -- the cookie of the one browser that opened it
  opened_at timestamptz,
  check ((seat_hash is null) = (opened_at is null))
);
create index on guest_passes (room_id);

-- What the server measured in a picture, and where the same instant lies in the recording.
alter table stills add column light real;
alter table stills add column glare real;
alter table stills add column sharpness real;
alter table stills add column faults text[];
alter table stills add column recording_id uuid references recordings;
alter table stills add column recording_offset_ms integer;
alter table stills add column recording_head text;
