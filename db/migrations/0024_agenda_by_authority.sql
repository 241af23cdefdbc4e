-- Owned by src/scheduling: the agents of one AR stand together, so that a search and a choice read nobody else's days.
alter table agent_days add column ra_id uuid references registration_authorities;
update agent_days d set ra_id = a.ra_id from agents a where a.id = d.agent_id;
alter table agent_days alter column ra_id set not null;
drop index agent_days_by_load;
create index agent_days_by_load on agent_days (ra_id, day, load, agent_id) include (free);

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

-- The agents of an AR who are not given new times of these products, in this language, at `p_now`: as a rule, few.
create function resting_agents(p_ra uuid, p_products uuid[], p_language text, p_now timestamptz)
returns table (agent_id uuid)
language plpgsql stable rows 10 as $$
begin
  return query select a.id from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.ra_id = p_ra and not (a.suspended_at is null and 'agent' = any (a.roles)
      and (p.product_ids is null or p.product_ids @> p_products)
      and p_language = any (coalesce(p.languages, '{pt-BR}'))
      and coalesce(p.away_since is null or p.away_since > p_now or p.away_until <= p_now, false));
end $$;

drop function attending_agents;

-- As in 0022, among the AR's own agents.
create or replace function agenda_pick(
  p_ra uuid, p_products uuid[], p_language text, p_occupied tstzrange, p_now timestamptz,
  out agent uuid, out outcome text
) language plpgsql as $$
declare
  v_day constant date := agenda_day_of(lower(p_occupied));
  v_mask constant bit(112) := agenda_mask(v_day, p_occupied);
  v_beside date[];
  v_locked integer := 0;
begin
  if upper(p_occupied) > agenda_anchor(v_day) + interval '28 hours' then
    outcome := 'none';
    return;
  end if;
  select x.agent_id into agent from agent_days x
  where x.ra_id = p_ra and x.day = v_day and x.free & v_mask = v_mask
    and agenda_attends(x.agent_id, p_ra, p_products, p_language, p_now)
  order by x.load, x.agent_id limit 1 for update skip locked;
  if agent is null then
    outcome := case when exists (select from agent_days x
      where x.ra_id = p_ra and x.day = v_day and x.free & v_mask = v_mask
        and agenda_attends(x.agent_id, p_ra, p_products, p_language, p_now))
      then 'busy' else 'none' end;
    return;
  end if;
  outcome := 'picked';
  if lower(p_occupied) >= agenda_anchor(v_day) + interval '4 hours'
    and upper(p_occupied) <= agenda_anchor(v_day + 1) then return; end if;
  -- Cells near the seam stand in two days: both rows, or none.
  v_beside := array(select d from unnest(array[v_day - 1, v_day + 1]) as d
    where agenda_mask(d, p_occupied) <> 0::bit(112)
      and exists (select from agent_days x where x.day = d and x.agent_id = agent));
  perform from agent_days x where x.agent_id = agent and x.day = any (v_beside) order by x.day for update skip locked;
  get diagnostics v_locked = row_count;
  if v_locked < cardinality(v_beside) then outcome := 'busy'; end if;
end $$;

-- What is asked of appointments at every choice of a time: the order's own, and holds that are over.
create index on appointments (order_id);
create index on appointments (hold_expires_at) where status = 'held';
