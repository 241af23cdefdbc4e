-- Owned by src/scheduling: an agent's own calendar, read in (busy times) and given out (the feed).
create table agent_calendars (
  id uuid primary key,
  agent_id uuid not null references agents,
  name text not null,
  sealed_url bytea,                       -- null: a file given once. Addresses of calendars are secrets
  created_at timestamptz not null,
  read_at timestamptz,                    -- last time it was read well
  tried_at timestamptz,
  failure text,                           -- refusal code of the last try; null: it went well
  busy_count integer not null default 0
);
create index on agent_calendars (agent_id);

create table agent_feeds (
  agent_id uuid primary key references agents,
  token_hash text not null unique,
  created_at timestamptz not null
);
