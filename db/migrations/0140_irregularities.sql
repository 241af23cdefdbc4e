-- Owned by src/irregularities: what was found to be wrong with an order (DOC-ICP-05.05 item 6), what the AR makes of it,
-- and whom it asks its agents to look at twice.
create table irregularity_cases (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  order_id uuid not null references orders,
  room_id uuid references rooms,                 -- the sitting in which it was found; null: outside of one
  kind text not null,                            -- code of the catalogue
  reported_by uuid not null references agents,
  opened_at timestamptz not null,
  report_due_at timestamptz not null,            -- report to the AC (NEG-05)
  close_due_at timestamptz not null,
  owner_id uuid references agents,
  reported_at timestamptz,                       -- when the report was sent to the AC
  report_sent_by uuid references agents,
  report_reference text,                         -- what the AC answered with: protocol, e-mail
  closed_at timestamptz,
  closed_by uuid references agents,
  outcome text check (outcome in ('founded', 'unfounded')),
  order_goes_on boolean,
  check ((reported_at is null) = (report_sent_by is null)),
  check ((closed_at is null) = (outcome is null) and (closed_at is null) = (closed_by is null)
    and (closed_at is null) = (order_goes_on is null)),
  -- What was reported as founded has reached the AC, and its order never goes on.
  check (outcome is distinct from 'founded' or (reported_at is not null and not order_goes_on))
);
create unique index one_open_case_of_an_order on irregularity_cases (order_id) where closed_at is null;
create index on irregularity_cases (order_id);
create index on irregularity_cases (ra_id, opened_at);

create table irregularity_notes (
  id uuid primary key,
  case_id uuid not null references irregularity_cases,
  written_by uuid not null references agents,
  text text not null,
  written_at timestamptz not null
);
create index on irregularity_notes (case_id);

-- The person or company by keyed hash: the table alone names nobody.
create table deny_list_entries (
  id uuid primary key,
  case_id uuid not null references irregularity_cases,
  ra_id uuid not null references registration_authorities,
  subject text not null check (subject in ('cpf', 'cnpj')),
  subject_hash text not null,
  kind text not null,                            -- why: code of the catalogue
  added_by uuid not null references agents,
  added_at timestamptz not null,
  until timestamptz,                             -- null: as long as the case is open
  confirmed_at timestamptz,                      -- with the case closed as founded; before that it is provisional
  lifted_at timestamptz,                         -- with the case closed as unfounded
  check ((until is null) = (confirmed_at is null)),
  check (confirmed_at is null or lifted_at is null)
);
create index on deny_list_entries (subject_hash) where lifted_at is null;
create index on deny_list_entries (case_id);

-- Decisions for irregularity made before there were cases froze their orders and opened nothing: each gets its case now.
insert into irregularity_cases
  (id, ra_id, order_id, room_id, kind, reported_by, opened_at, report_due_at, close_due_at)
select gen_random_uuid(), o.ra_id, o.id, d.room_id, 'other', d.agent_id, d.at, now() + interval '24 hours', now() + interval '120 hours'
from (select distinct on (p.order_id) p.order_id, p.room_id, f.agent_id, f.at from proofings p
  join (select proofing_id, agent_id, validated_at as at from validations where reason = 'irregularity'
    union all select proofing_id, agent_id, verified_at from verifications where reason = 'irregularity') f
    on f.proofing_id = p.id
  order by p.order_id, f.at desc) d
join orders o on o.id = d.order_id;
insert into irregularity_notes (id, case_id, written_by, text, written_at)
select gen_random_uuid(), c.id, f.agent_id, f.note, f.at from irregularity_cases c
join proofings p on p.order_id = c.order_id
join (select proofing_id, agent_id, note, validated_at as at from validations where reason = 'irregularity'
  union all select proofing_id, agent_id, note, verified_at from verifications where reason = 'irregularity') f
  on f.proofing_id = p.id and f.note <> '';
