-- Owned by src/payments. Money that came for what was paid already: it buys nothing and is given back.
create table surplus_payments (
  id uuid primary key,
  order_id uuid not null,
  charge_id uuid not null references charges,
  end_to_end_id text not null,
  amount_centavos integer not null,
  paid_at timestamptz not null,
  recorded_at timestamptz not null,
  unique (end_to_end_id, order_id)
);

-- Owned by src/watch. What a task may be about so far, and money that is to be given back.
do $$
declare known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
    where conname = 'tasks_kind_check' and conrelid = 'tasks'::regclass;
  alter table tasks drop constraint tasks_kind_check;
  execute format('alter table tasks add constraint tasks_kind_check check ((%s) or kind = %L)', known, 'money-back');
end $$;
