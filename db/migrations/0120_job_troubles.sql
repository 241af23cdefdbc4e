-- Owned by src/watch: jobs that failed so often that a person is told. A row stays after it ended, for its history.
create table job_troubles (
  job_id uuid primary key,
  name text not null,
  order_id uuid references orders,
  ra_id uuid references registration_authorities, -- null: of the installation, every manager sees it
  attempts integer not null default 0,
  last_error text not null default '',            -- of the program, for whoever mends it
  began_at timestamptz not null,                  -- when a person was first told
  failed_at timestamptz not null,                 -- the newest failure
  given_up_at timestamptz,                        -- no further try by itself
  settled_at timestamptz,
  outcome text check (outcome in ('done', 'replaced', 'withdrawn', 'by-hand')),
  settled_by uuid references agents,
  note text,
  check ((settled_at is null) = (outcome is null)),
  check ((outcome is not distinct from 'by-hand') = (settled_by is not null)),
  check ((settled_by is null) = (note is null)),
  check (order_id is null or ra_id is not null)
);
create index on job_troubles (began_at) where settled_at is null;
create index on job_troubles (order_id) where settled_at is null;
