-- Owned by src/scheduling. A sitting that its agent took on live (handed over, taken over, called from the line) while
-- time of theirs was already given stands beside that booking: a fact of who attends now, sold to nobody. What is sold
-- stays under the constraint: no two of an agent's times that were offered and booked may touch.
alter table appointments
  add column beside boolean not null default false,
  add constraint held_time_is_sold check (not beside or status <> 'held'),
  drop constraint agent_has_one_appointment_at_a_time,
  add constraint agent_has_one_appointment_at_a_time
    exclude using gist (agent_id with =, occupied with &&) where (status in ('held', 'booked') and not beside);

-- As in 0021, of sold time only: a cell that two sittings share would be set free by the first that ends.
create or replace function agenda_taken_cells(p_agent uuid, p_from date, p_through date)
returns table (day date, taken bit(112), load integer)
language sql stable
begin atomic
  select d::date, bit_or(agenda_mask(d::date, p.occupied)),
    (count(*) filter (where agenda_day_of(lower(p.occupied)) = d::date))::integer
  from generate_series(p_from::timestamp, p_through::timestamp, interval '1 day') as d
  join appointments p on p.agent_id = p_agent and p.status in ('held', 'booked') and not p.beside
    and p.occupied && tstzrange(agenda_anchor(d::date), agenda_anchor(d::date) + interval '28 hours')
  group by d::date;
end;

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

drop trigger appointment_marks on appointments;
create trigger appointment_marks
  after insert or delete or update of status, agent_id, during, occupied, beside on appointments
  for each row execute function appointment_marks();

-- Whoever takes a sitting on live and whoever sells an agent's time come one after the other: both hold the agent's day.
-- In one order, so that two who take over from each other do not wait for one another.
create function agenda_hold_days(p_agents uuid[], p_during tstzrange) returns void
language plpgsql as $$
begin
  perform from agent_days
  where agent_id = any (p_agents) and day between agenda_day_of(lower(p_during)) and agenda_day_of(upper(p_during))
  order by agent_id, day for update;
end $$;
