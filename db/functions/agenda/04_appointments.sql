-- Owned by src/scheduling: what an appointment takes of its agent's days, whoever writes it.

-- Whoever writes an appointment without saying what it occupies takes the cells it touches.
create or replace function appointment_occupies() returns trigger
language plpgsql as $$
begin
  if new.occupied is null or (tg_op = 'UPDATE' and new.during <> old.during and new.occupied = old.occupied) then
    new.occupied := tstzrange(date_bin('15 minutes', lower(new.during), '2000-01-01Z'),
      date_bin('15 minutes', upper(new.during) + interval '14 minutes 59.999999 seconds', '2000-01-01Z'), '[)');
  end if;
  return new;
end $$;

create or replace trigger appointment_occupies before insert or update of during, occupied on appointments
  for each row execute function appointment_occupies();

-- Sets or clears the cells in every laid-out day they belong to, days in order; the day before only where its repeated
-- cells (the first four hours) may be touched. A day that is not laid out has nothing to mark; one that another
-- transaction lays out right now is waited for.
create or replace function agenda_mark(p_agent uuid, p_occupied tstzrange, p_take boolean) returns void
language plpgsql as $$
declare
  v_first constant date := agenda_day_of(lower(p_occupied));
  v_from constant integer := case when lower(p_occupied) < agenda_anchor(v_first) + interval '4 hours' then -1 else 0 end;
  v_mask bit(112);
begin
  for v_day in v_from .. agenda_day_of(upper(p_occupied)) - v_first loop
    v_mask := agenda_mask(v_first + v_day, p_occupied);
    continue when v_mask = 0::bit(112);
    for v_look in 1..2 loop
      update agent_days set
        taken = case when p_take then taken | v_mask else taken & ~v_mask end,
        load = load + case when v_day <> 0 then 0 when p_take then 1 else -1 end
      where day = v_first + v_day and agent_id = p_agent;
      exit when found;
      if v_look = 1 then perform agenda_lock(p_agent); end if;
    end loop;
  end loop;
end $$;

-- Of sold time only: what stands beside a booking marks nothing (see agenda_taken_cells).
create or replace function appointment_marks() returns trigger
language plpgsql as $$
declare
  v_was boolean := tg_op <> 'INSERT' and old.status in ('held', 'booked') and not old.beside;
  v_is boolean := tg_op <> 'DELETE' and new.status in ('held', 'booked') and not new.beside;
begin
  if v_was and v_is and old.agent_id = new.agent_id and old.occupied = new.occupied then return null; end if;
  if v_was then perform agenda_mark(old.agent_id, old.occupied, false); end if;
  if v_is then perform agenda_mark(new.agent_id, new.occupied, true); end if;
  return null;
end $$;

create or replace trigger appointment_marks
  after insert or delete or update of status, agent_id, during, occupied, beside on appointments
  for each row execute function appointment_marks();

-- Nobody identifies themselves, whatever way a time comes to an agent. What stood before this rule stays as it
-- is until it is changed.
create or replace function appointment_is_not_own() returns trigger
language plpgsql as $$
begin
  if new.status in ('held', 'booked')
    and exists (select from agents where id = new.agent_id and cpf = new.holder_cpf) then
    raise exception 'agent % would attend themselves', new.agent_id
      using errcode = 'check_violation', constraint = 'nobody_attends_themselves', table = 'appointments';
  end if;
  return new;
end $$;

create or replace trigger appointment_is_not_own
  before insert or update of agent_id, holder_cpf on appointments
  for each row execute function appointment_is_not_own();

-- Locks the holder (null: nobody yet) until the transaction ends, then gives the order's open appointment, locked.
create or replace function agenda_lock_open(p_holder text, p_order uuid) returns setof appointments language plpgsql as $$
begin
  if p_holder is not null then perform pg_advisory_xact_lock(hashtextextended('holder ' || p_holder, 0)); end if;
  return query select * from appointments where order_id = p_order and status in ('held', 'booked') for update;
end $$;
