-- Owned by src/scheduling: the days that are laid out for each agent, and how they are kept.

-- One writer at a time lays out the days of an agent. Held to the end of the transaction.
create or replace function agenda_lock(p_agent uuid) returns void
language sql
return pg_advisory_xact_lock(hashtextextended('agenda ' || p_agent::text, 0));

create or replace function agenda_lay_out(p_agent uuid, p_from date, p_through date) returns void
language sql
begin atomic
  insert into agent_days (day, agent_id, ra_id, open, taken, load)
  select o.day, a.id, a.ra_id, o.open, coalesce(t.taken, 0::bit(112)), coalesce(t.load, 0)
  from agents a
  cross join agenda_open_cells(p_agent, p_from, p_through) o
  left join agenda_taken_cells(p_agent, p_from, p_through) t on t.day = o.day
  where a.id = p_agent
  order by o.day
  on conflict (day, agent_id) do update set open = excluded.open where agent_days.open <> excluded.open;
end;

-- Lays out the days that an agent does not have yet. A jump of the clock past the known days starts a frame anew.
create or replace function agenda_reach(p_agents uuid[], p_from date, p_through date) returns void
language plpgsql as $$
declare
  v_agent uuid;
  v_frame agenda_frames;
  v_kept constant integer := 31;
begin
  for v_agent in select distinct unnest(p_agents) order by 1 loop
    perform agenda_lock(v_agent);
    select * into v_frame from agenda_frames where agent_id = v_agent;
    if not found or p_from > v_frame.through_day + 1 or p_through < v_frame.from_day - 1 then
      delete from agent_days where agent_id = v_agent;
      perform agenda_lay_out(v_agent, p_from, p_through);
      v_frame := row(v_agent, p_from, p_through);
    else
      if p_from < v_frame.from_day then perform agenda_lay_out(v_agent, p_from, v_frame.from_day - 1); end if;
      if p_through > v_frame.through_day then perform agenda_lay_out(v_agent, v_frame.through_day + 1, p_through); end if;
      delete from agent_days where agent_id = v_agent and day < p_from - v_kept;
      v_frame.from_day := greatest(least(v_frame.from_day, p_from), p_from - v_kept);
      v_frame.through_day := greatest(v_frame.through_day, p_through);
    end if;
    insert into agenda_frames values (v_frame.*)
    on conflict (agent_id) do update set from_day = excluded.from_day, through_day = excluded.through_day;
  end loop;
end $$;

-- Computes the open cells again after hours, exceptions, blocks or holidays changed, in the same transaction.
create or replace function agenda_refresh(p_agents uuid[]) returns void
language plpgsql as $$
declare
  v_agent uuid;
  v_frame agenda_frames;
begin
  for v_agent in select distinct unnest(p_agents) order by 1 loop
    perform agenda_lock(v_agent);
    select * into v_frame from agenda_frames where agent_id = v_agent;
    if found then perform agenda_lay_out(v_agent, v_frame.from_day, v_frame.through_day); end if;
  end loop;
end $$;

-- Whoever takes a sitting on live and whoever sells an agent's time come one after the other: both hold the agent's day.
-- In one order, so that two who take over from each other do not wait for one another.
create or replace function agenda_hold_days(p_agents uuid[], p_during tstzrange) returns void
language plpgsql as $$
begin
  perform from agent_days
  where agent_id = any (p_agents) and day between agenda_day_of(lower(p_during)) and agenda_day_of(upper(p_during))
  order by agent_id, day for update;
end $$;
