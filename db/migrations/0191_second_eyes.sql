-- Owned by src/people. Who made somebody's access, or made it anew: for a time neither is the other's second pair of eyes.
create table agent_ties (
  id bigint generated always as identity primary key,
  agent_id uuid not null references agents,
  made_by uuid not null references agents,
  kind text not null check (kind in ('created', 'reset', 'passkeys')),
  at timestamptz not null,
  check (agent_id <> made_by)
);
create index on agent_ties (agent_id, at);
create index on agent_ties (made_by, at);
create function ties_only_grow() returns trigger language plpgsql as $$
begin
  raise exception 'ties between agents are not changed' using errcode = '23514', constraint = 'ties_only_grow';
end $$;
create trigger ties_only_grow before update or delete on agent_ties for each row execute function ties_only_grow();

-- Who began the link; null: the start itself.
alter table invitations add column begun_by uuid references agents;

-- Keys survive a new password. They go when a second manager agrees, or at `takes_effect_at` where there is none.
create table passkey_removals (
  id uuid primary key,
  agent_id uuid not null references agents,
  asked_by uuid not null references agents,
  asked_at timestamptz not null,
  takes_effect_at timestamptz,
  agreed_by uuid references agents,
  done_at timestamptz,
  refused_by uuid references agents,
  refused_at timestamptz,
  check (agreed_by is null or (agreed_by <> asked_by and agreed_by <> agent_id)),
  check (done_at is null or refused_at is null),
  check ((refused_at is null) = (refused_by is null))
);
create unique index passkey_removals_one_open on passkey_removals (agent_id) where done_at is null and refused_at is null;

-- Owned by src/proofing. As in 0180, and nobody whose access an attendant made (or who made an attendant's) in the days before
-- that the sitting's rules name.
create or replace function verification_needs_another_person() returns trigger language plpgsql as $$
declare
  v_days constant integer := coalesce((select (r.content->'verification'->>'independentAfterDays')::integer
    from proofings p join rule_packs r on r.id = p.rule_pack_id where p.id = new.proofing_id), 7);
  v_attendants constant uuid[] := array(
    select v.agent_id from validations v where v.proofing_id = new.proofing_id
    union select p.agent_id from proofings p where p.id = new.proofing_id
    union select s.done_by from proofing_steps s where s.proofing_id = new.proofing_id
    union select q.answered_by from question_answers q where q.proofing_id = new.proofing_id);
  -- Of a verification, or of a sitting that is sent back.
  v_at constant timestamptz := coalesce(to_jsonb(new) ->> 'verified_at', to_jsonb(new) ->> 'returned_at')::timestamptz;
begin
  if exists (
    select 1 from validations v where v.proofing_id = new.proofing_id
      and (v.agent_id = new.agent_id or v.agent_cpf = new.agent_cpf)
    union all
    select 1 from agents a where a.id = any (v_attendants) and (a.id = new.agent_id or a.cpf = new.agent_cpf)
  ) then
    raise exception 'the verifier is the validator' using errcode = '23514', constraint = 'verifier_is_another_person';
  end if;
  if exists (
    select 1 from agent_ties t where t.at > v_at - make_interval(days => v_days)
      and (t.agent_id = new.agent_id and t.made_by = any (v_attendants)
        or t.made_by = new.agent_id and t.agent_id = any (v_attendants))
  ) then
    raise exception 'the verifier is bound to the validator' using errcode = '23514', constraint = 'verifier_is_independent';
  end if;
  return new;
end $$;
