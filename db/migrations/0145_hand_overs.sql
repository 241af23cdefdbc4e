-- Owned by src/rooms. A running sitting is offered to a colleague, who takes it or says why not; until then it stays
-- where it is. Without an answer by expires_at the offer is over and nothing has moved.
create table hand_overs (
  id uuid primary key,
  room_id uuid not null references rooms,
  from_agent_id uuid not null references agents,
  to_agent_id uuid not null references agents,
  offered_by uuid not null references agents,  -- the agent, or the AR's manager
  reason text not null check (length(reason) between 1 and 300),
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  outcome text check (outcome in ('accepted', 'declined', 'withdrawn')),
  answer text not null default '',             -- why it was declined
  check ((answered_at is null) = (outcome is null)),
  check (from_agent_id <> to_agent_id)
);
create index on hand_overs (room_id, offered_at desc);
create index on hand_overs (to_agent_id, expires_at) where answered_at is null;
