-- Owned by src/watch: who did not come, what must be done by whom, and every date that acts by itself.

-- An agent who let a waiting holder wait: seen by the facts of the room, settled once.
create table latenesses (
  id uuid primary key,
  appointment_id uuid not null unique references appointments,
  order_id uuid not null references orders,
  room_id uuid not null references rooms,
  ra_id uuid not null references registration_authorities,
  agent_id uuid not null references agents,      -- who was expected
  noticed_at timestamptz not null,
  offered_at timestamptz,
  offers timestamptz[] not null default '{}',    -- times offered instead, nearest first
  settled_at timestamptz,
  outcome text check (outcome in ('agent-came', 'handed-over', 'rebooked', 'phone', 'left')),
  settled_by uuid references agents,             -- who took over
  check ((settled_at is null) = (outcome is null)),
  check ((outcome = 'handed-over') = (settled_by is not null) or outcome is null)
);
create index on latenesses (ra_id) where settled_at is null;
create index on latenesses (order_id);

-- The AR's work list: what no machine can do, with its owner and its hour.
create table tasks (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  order_id uuid not null references orders,
  kind text not null check (kind in ('call-holder', 'verification-late', 'validation-ended', 'issue-ended', 'media-late')),
  subject_id uuid not null,                      -- the lateness or the deadline it comes from
  words text not null,
  due_at timestamptz not null,
  owner_id uuid references agents,               -- null: whoever of the AR comes first
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid references agents,                -- null with done_at: it became needless
  result text,
  unique (kind, subject_id),
  check ((done_at is null) = (result is null)),
  check (done_by is null or done_at is not null)
);
create index on tasks (ra_id, due_at) where done_at is null;

create table deadlines (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  order_id uuid not null references orders,
  kind text not null check (kind in ('payment', 'validation', 'verification', 'issue', 'media-delivery', 'certificate-expiry')),
  began_at timestamptz not null,
  due_at timestamptz not null,
  warn_at timestamptz[] not null default '{}',   -- each told once, in order
  warned integer not null default 0,             -- how many of them were
  met_at timestamptz,                            -- what was wanted happened
  passed_at timestamptz,                         -- the date came first, and its act was done
  check (met_at is null or passed_at is null)
);
create unique index one_open_deadline_of_a_kind on deadlines (order_id, kind) where met_at is null and passed_at is null;
create index on deadlines (order_id);

-- Numbers that the AR or the regulator may change: every pack goes on as a later row with the new sections.
insert into rule_packs (id, ra_id, name, valid_from, created_at, content)
select gen_random_uuid(), ra_id, name, valid_from + interval '1 second', now(), content || $json${
  "absence": {
    "applicantLateMinutes": 15, "takeOverMinutes": 3, "offers": 3, "offerMinutes": 15, "callMinutes": 60, "freeNoShows": 2
  },
  "deadlines": {
    "payment": { "hours": 168, "warnHours": [24] },
    "validation": { "hours": 2160, "warnHours": [720, 168] },
    "verification": { "hours": 24, "warnHours": [4] },
    "issue": { "hours": 720, "warnHours": [168, 24] },
    "media-delivery": { "hours": 360, "warnHours": [72] },
    "certificate-expiry": { "warnHours": [720, 168, 24] }
  }
}$json$::jsonb
from (select distinct on (ra_id) * from rule_packs order by ra_id, valid_from desc) as latest;
