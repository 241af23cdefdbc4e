-- Owned by src/scheduling.
create table agenda_hours (
  id uuid primary key,
  agent_id uuid not null references agents,
  weekday integer not null check (weekday between 0 and 6), -- 0 = Sunday
  opens time not null,
  closes time not null,                   -- "24:00" closes at midnight
  zone text not null default 'America/Sao_Paulo',
  check (opens < closes)
);
create index on agenda_hours (agent_id, weekday);

create table agenda_blocks (
  id uuid primary key,
  agent_id uuid not null references agents,
  during tstzrange not null,
  reason text not null,
  created_at timestamptz not null
);
create index on agenda_blocks using gist (agent_id, during);

create table appointments (
  id uuid primary key,
  order_id uuid not null references orders,
  ra_id uuid not null references registration_authorities,
  agent_id uuid not null references agents,
  holder_cpf text not null,               -- the person who must sit there
  during tstzrange not null,
  status text not null check (status in ('held', 'booked', 'released')),
  hold_expires_at timestamptz,
  hold_extended boolean not null default false, -- once (WCAG 2.2.1)
  released_reason text check (released_reason in ('hold-expired', 'rescheduled', 'cancelled', 'order-cancelled', 'attended', 'applicant-no-show', 'agent-no-show')),
  calendar_uid text not null,             -- stable over reschedules (RFC 5545 UID)
  calendar_sequence integer not null default 0,
  created_at timestamptz not null,
  booked_at timestamptz,
  released_at timestamptz,
  check ((status = 'held') = (hold_expires_at is not null) or status = 'released'),
  check ((status = 'released') = (released_at is not null)),
  -- The last guard: nobody sells one agent's minute twice, nobody sits in two rooms.
  constraint agent_has_one_appointment_at_a_time exclude using gist (agent_id with =, during with &&) where (status in ('held', 'booked')),
  constraint holder_is_in_one_place_at_a_time exclude using gist (holder_cpf with =, during with &&) where (status in ('held', 'booked'))
);
create unique index one_open_appointment_per_order on appointments (order_id) where status in ('held', 'booked');
create index on appointments (ra_id, lower(during));
