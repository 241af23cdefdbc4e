-- Owned by src/documents. What the sender wrote, without what they quoted: read by a person of the AR.
alter table inbound_mails
  add column words text not null default '',
  add column asks boolean not null default false; -- something in it only a person can answer

-- Owned by src/watch. What a task may be about so far, and a mail that asks.
do $$
declare known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
    where conname = 'tasks_kind_check' and conrelid = 'tasks'::regclass;
  alter table tasks drop constraint tasks_kind_check;
  execute format('alter table tasks add constraint tasks_kind_check check ((%s) or kind = %L)', known, 'mail-question');
end $$;
