-- A call that ended without a decision is nobody's for ever: a person is asked, and at last the holder may book again.
-- Owned by src/scheduling.
alter table appointments drop constraint appointments_released_reason_check;
alter table appointments add constraint appointments_released_reason_check check (released_reason in
  ('hold-expired', 'rescheduled', 'cancelled', 'order-cancelled', 'attended', 'applicant-no-show', 'agent-no-show', 'undecided'));

-- Owned by src/proofing. When the time to decide was over: then no decision comes any more (SQL refuses it too).
alter table proofings add column lapsed_at timestamptz;
create function decided_in_time() returns trigger language plpgsql as $$
begin
  if exists (select from proofings p where p.id = new.proofing_id and p.lapsed_at is not null) then
    raise exception 'the time to decide is over' using errcode = '23514', constraint = 'decided_in_time';
  end if;
  return new;
end $$;
create trigger decided_in_time before insert on validations for each row execute function decided_in_time();

-- Numbers that the AR or the regulator may change: every pack goes on as a later row with the new sections.
insert into rule_packs (id, ra_id, name, valid_from, created_at, content)
select gen_random_uuid(), ra_id, name, valid_from + interval '1 second', now(), content || $json${
  "decision": { "askMinutes": 15, "taskMinutes": 60, "lapseHours": 24 },
  "irregularity": { "reportHours": 24, "closeHours": 120, "listYears": 5 }
}$json$::jsonb
from (select distinct on (ra_id) * from rule_packs order by ra_id, valid_from desc) as latest;

-- Owned by src/watch. What a task may be about so far, and more.
do $$
declare known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
    where conname = 'tasks_kind_check' and conrelid = 'tasks'::regclass;
  alter table tasks drop constraint tasks_kind_check;
  execute format('alter table tasks add constraint tasks_kind_check check ((%s) or kind in (%L, %L, %L, %L))',
    known, 'decision-missing', 'verifier-missing', 'irregularity-report', 'irregularity-close');
end $$;
