-- Owned by src/proofing. The second person may send a sitting back to its agent: what is not clear, and what was said to it.
-- Both are facts; the validation stays as it was made.
create table returns (
  id uuid primary key,
  proofing_id uuid not null references validations,
  number integer not null check (number > 0),
  agent_id uuid not null references agents,       -- the second person
  agent_cpf text not null,
  reason text not null,                           -- code of the reason catalogue: what the holder reads if it must be repeated
  note text not null check (length(note) between 1 and 2000), -- for the agent: what to look at or to do again
  due_at timestamptz not null,
  returned_at timestamptz not null,
  unique (proofing_id, number)
);

create table return_answers (
  return_id uuid primary key references returns,
  agent_id uuid not null references agents,
  outcome text not null check (outcome in ('handed-in', 'redo')),
  words text not null check (length(words) between 1 and 2000),
  answered_at timestamptz not null
);

create trigger verifier_is_another_person before insert on returns
  for each row execute function verification_needs_another_person();
create trigger returns_are_final before update or delete on returns
  for each row execute function decisions_are_final();
create trigger return_answers_are_final before update or delete on return_answers
  for each row execute function decisions_are_final();

-- What is with the agent is not approved, and what must be repeated is not decided any more; one return at a time.
create function sitting_is_with_the_second_person() returns trigger language plpgsql as $$
begin
  if exists (select from returns r join return_answers a on a.return_id = r.id
             where r.proofing_id = new.proofing_id and a.outcome = 'redo')
    or (coalesce(to_jsonb(new) ->> 'outcome', 'returned') <> 'refused'
      and exists (select from returns r left join return_answers a on a.return_id = r.id
                  where r.proofing_id = new.proofing_id and a.return_id is null))
    or (tg_table_name = 'returns' and exists (select from verifications w where w.proofing_id = new.proofing_id)) then
    raise exception 'the sitting is not with the second person' using errcode = '23514', constraint = 'sitting_is_returned';
  end if;
  return new;
end $$;
create trigger sitting_is_with_the_second_person before insert on verifications
  for each row execute function sitting_is_with_the_second_person();
create trigger sitting_is_with_the_second_person before insert on returns
  for each row execute function sitting_is_with_the_second_person();

-- Owned by src/watch. What a task may be about so far, and more.
do $$
declare known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
    where conname = 'tasks_kind_check' and conrelid = 'tasks'::regclass;
  alter table tasks drop constraint tasks_kind_check;
  execute format('alter table tasks add constraint tasks_kind_check check ((%s) or kind = %L)', known, 'sitting-returned');
end $$;
