-- Owned by src/proofing. One proofing is one attempt; the order may need another after a refusal with a cure.
create table proofings (
  id uuid primary key,
  order_id uuid not null references orders,
  room_id uuid not null unique references rooms,
  agent_id uuid not null references agents,
  rule_pack_id uuid not null references rule_packs,
  started_at timestamptz not null
);
create index on proofings (order_id);

create table proofing_steps (
  proofing_id uuid not null references proofings,
  step text not null,                     -- key of the rule pack's step
  evidence jsonb not null,
  done_by uuid not null references agents,
  done_at timestamptz not null,
  primary key (proofing_id, step)
);

-- Drawn once, in this order; what they asked is kept, the answers themselves are not (DOC-ICP-05.05: VC-10).
create table drawn_questions (
  proofing_id uuid not null references proofings,
  position integer not null,
  question text not null,                 -- key in the rule pack's catalogue
  drawn_at timestamptz not null,
  primary key (proofing_id, position)
);

-- Every hearing is a fact: "not heard" may be followed by another, "right" and "wrong" are final.
create table question_answers (
  id uuid primary key,
  proofing_id uuid not null,
  position integer not null,
  outcome text not null check (outcome in ('right', 'wrong', 'not-heard')),
  answered_by uuid not null references agents,
  answered_at timestamptz not null,
  foreign key (proofing_id, position) references drawn_questions
);
create unique index one_final_answer on question_answers (proofing_id, position) where outcome <> 'not-heard';

create table validations (
  proofing_id uuid primary key references proofings,
  agent_id uuid not null references agents,
  agent_cpf text not null,
  outcome text not null check (outcome in ('approved', 'refused', 'pending')),
  reason text not null default '',        -- code of the reason catalogue; empty when approved
  note text not null default '',
  validated_at timestamptz not null,
  check ((outcome = 'approved') = (reason = ''))
);

create table verifications (
  proofing_id uuid primary key references validations,
  agent_id uuid not null references agents,
  agent_cpf text not null,
  outcome text not null check (outcome in ('approved', 'refused')),
  reason text not null default '',
  note text not null default '',
  replayed_ms integer not null,
  verified_at timestamptz not null,
  check ((outcome = 'approved') = (reason = ''))
);

-- DOC-ICP-05 3.2.8.2: two different people, not two logins.
create function verification_needs_another_person() returns trigger language plpgsql as $$
begin
  if exists (select 1 from validations v where v.proofing_id = new.proofing_id
             and (v.agent_id = new.agent_id or v.agent_cpf = new.agent_cpf)) then
    raise exception 'the verifier is the validator' using errcode = '23514', constraint = 'verifier_is_another_person';
  end if;
  return new;
end $$;
create trigger verifier_is_another_person before insert or update on verifications
  for each row execute function verification_needs_another_person();

-- A decision is never rewritten; a new attempt gets a new proofing.
create function decisions_are_final() returns trigger language plpgsql as $$
begin
  raise exception '% are final', tg_table_name using errcode = '23514', constraint = 'decision_is_final';
end $$;
create trigger validations_are_final before update or delete on validations
  for each row execute function decisions_are_final();
create trigger verifications_are_final before update or delete on verifications
  for each row execute function decisions_are_final();

-- What the second person watched, as the player reports it; only what fits into the time that passed is kept.
create table replays (
  id uuid primary key,
  proofing_id uuid not null references proofings,
  agent_id uuid not null references agents,
  recording_id uuid not null references recordings,
  from_ms integer not null check (from_ms >= 0),
  to_ms integer not null check (to_ms > from_ms),
  rate numeric not null check (rate > 0 and rate <= 2),
  watched_at timestamptz not null
);
create index on replays (proofing_id, agent_id);
