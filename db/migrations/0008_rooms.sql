-- Owned by src/rooms. A room is made when its appointment is booked; it opens, is used and is closed once.
create table rooms (
  id uuid primary key,
  appointment_id uuid not null unique references appointments,
  order_id uuid not null references orders,
  ra_id uuid not null references registration_authorities,
  agent_id uuid not null references agents,
  opens_at timestamptz not null,          -- by the rule pack of the day it was made
  dies_at timestamptz not null,           -- nobody came: closed by then
  created_at timestamptz not null,
  announced_at timestamptz,               -- "the room is open" was told
  consented_at timestamptz,               -- the applicant agreed to the recording, inside it
  step jsonb,                             -- what the applicant's page shows: {number, total, title, text}
  closed_at timestamptz,
  closed_reason text,
  check ((closed_at is null) = (closed_reason is null))
);
create index on rooms (order_id);

-- The applicant's place: held by the server, survives sleep, reload and another device.
create table lobby_entries (
  id uuid primary key,
  room_id uuid not null unique references rooms,
  display_name text not null check (length(display_name) between 1 and 120),
  device_test jsonb not null default '{}',
  entered_at timestamptz not null,
  seen_at timestamptz not null
);

create table admissions (
  id uuid primary key,
  room_id uuid not null references rooms,
  agent_id uuid not null references agents,
  outcome text not null check (outcome in ('admitted', 'refused', 'put-back')),
  reason text not null default '',
  decided_at timestamptz not null
);
create index on admissions (room_id, decided_at);

create table recordings (
  id uuid primary key,
  room_id uuid not null references rooms,
  member text not null check (member in ('applicant', 'agent')),
  segment integer not null,
  started_at timestamptz not null,
  ended_at timestamptz,                   -- set when stored
  chunks integer not null default 0,
  bytes bigint not null default 0,
  chain_head text not null,
  last_chunk_at timestamptz,
  hash text,                              -- the append-only original, once moved into the blob store
  chain_hash text,                        -- its log, one JSON line a chunk (docs/room-protocol.md §2)
  playable_prefix_hash text,              -- header with Duration and Cues; followed by the original from body_offset on it plays and seeks
  body_offset integer,
  unique (room_id, member, segment),
  check ((hash is null) = (ended_at is null) and (hash is null) = (chain_hash is null)
    and (hash is null) = (playable_prefix_hash is null) and (hash is null) = (body_offset is null))
);

create table stills (
  id uuid primary key,
  room_id uuid not null references rooms,
  kind text not null check (kind in ('face', 'document-front', 'document-back')),
  nonce_hash text not null unique,
  asked_by uuid not null references agents,
  asked_at timestamptz not null,
  received_at timestamptz,
  hash text,
  bytes bigint,
  width integer,
  height integer,
  check ((received_at is null) = (hash is null))
);
create index on stills (room_id, kind, received_at);

create table room_lines (
  id uuid primary key,
  room_id uuid not null references rooms,
  author text not null check (author in ('applicant', 'agent', 'system')),
  text text not null check (length(text) <= 2000),
  written_at timestamptz not null
);
create index on room_lines (room_id, written_at);
