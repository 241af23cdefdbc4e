-- Owned by src/scheduling: who is given a time. Measured by bench/agenda.bench.ts.

-- Whether an agent of this profile (null: none was set) attends these products, in this language, at this site (null: by
-- video), and is not away at `p_now`. Never null: who does not fit is left out by it. The planner puts it in place.
create or replace function agenda_fits(
  p agenda_profiles, p_products uuid[], p_language text, p_now timestamptz, p_site uuid
) returns boolean
language sql stable as $$
  select (p.product_ids is null or p.product_ids @> p_products)
    and p_language = any (coalesce(p.languages, '{pt-BR}'))
    and (p_site is null or p_site = any (coalesce(p.site_ids, '{}')))
    and coalesce(p.away_since is null or p.away_since > p_now or p.away_until <= p_now, false)
$$;

-- Everybody of an AR, read once for all that is asked of them. `works`: an agent who is not suspended. Who works and fits
-- is given new times.
create or replace function agenda_staff(
  p_ra uuid, p_products uuid[], p_language text, p_now timestamptz, p_site uuid
) returns table (agent_id uuid, works boolean, fits boolean)
language sql stable as $$
  select a.id, a.suspended_at is null and 'agent' = any (a.roles),
    agenda_fits(p, p_products, p_language, p_now, p_site)
  from agents a left join agenda_profiles p on p.agent_id = a.id
  where a.ra_id = p_ra
$$;

-- The same of one agent. Dear, so that it is asked of those only who are free, one after the other.
create or replace function agenda_attends(
  p_agent uuid, p_ra uuid, p_products uuid[], p_language text, p_now timestamptz, p_site uuid default null
) returns boolean
language plpgsql stable cost 10000 as $$
begin
  return exists (select from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.id = p_agent and a.ra_id = p_ra and a.suspended_at is null and 'agent' = any (a.roles)
      and agenda_fits(p, p_products, p_language, p_now, p_site));
end $$;

-- The least loaded attending agent with all of `p_occupied` free, locked until the transaction ends, without ever waiting
-- for another booking: walks down from the least loaded and stops at the first that will do. At a site only who receives
-- there; never who is the holder (null: not asked). 'busy': every free one is being booked right now, try again; 'none':
-- nobody is free.
--
-- The agent's condition stands in place instead of in agenda_attends (a quarter of its cost): 64 bookings at once each
-- look at up to 64 agents whom another is taking. One plan for all: the look was planned anew at every call (a third of
-- a millisecond, more than the look itself), because with the values known it seems a little cheaper.
create or replace function agenda_pick(
  p_ra uuid, p_products uuid[], p_language text, p_occupied tstzrange, p_now timestamptz, p_site uuid default null,
  p_holder text default null, out agent uuid, out outcome text
) language plpgsql set plan_cache_mode = force_generic_plan as $$
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
  where x.ra_id = p_ra and x.day = v_day and x.free & v_mask = v_mask and x.free <> 0::bit(112)
    and (select a.suspended_at is null and 'agent' = any (a.roles)
      and agenda_fits(p, p_products, p_language, p_now, p_site)
      and a.cpf is distinct from p_holder
      from agents a left join agenda_profiles p on p.agent_id = a.id where a.id = x.agent_id)
  order by x.load, x.agent_id limit 1 for update skip locked;
  if agent is null then
    outcome := case when exists (select from agent_days x
      where x.ra_id = p_ra and x.day = v_day and x.free & v_mask = v_mask and x.free <> 0::bit(112)
        and agenda_attends(x.agent_id, p_ra, p_products, p_language, p_now, p_site)
        and not exists (select from agents a where a.id = x.agent_id and a.cpf = p_holder))
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

-- Locks the holder, ends holds that are over and stand in the way of this AR's or this holder's times, whatever job is
-- late, and gives how many times the holder holds still.
create or replace function agenda_make_way(p_ra uuid, p_holder text, p_occupied tstzrange, p_now timestamptz) returns bigint
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('holder ' || p_holder, 0));
  -- In the order of their own index: those that are over are few, those that are still held may be many.
  update appointments set status = 'released', released_reason = 'hold-expired', released_at = p_now
  where id in (select id from appointments
    where status = 'held' and hold_expires_at <= p_now and occupied && p_occupied
      and (ra_id = p_ra or holder_cpf = p_holder)
    order by hold_expires_at for update skip locked);
  -- Among all that this person has open, by the index that keeps them in one place.
  return (select count(*) filter (where status = 'held' and hold_expires_at > p_now) from appointments
    where holder_cpf = p_holder and status in ('held', 'booked'));
end $$;

-- Makes way and picks, as one question: how many times the holder holds still, and the agent as agenda_pick says.
create or replace function agenda_take(
  p_ra uuid, p_holder text, p_products uuid[], p_language text, p_occupied tstzrange, p_now timestamptz, p_site uuid,
  out held bigint, out agent uuid, out outcome text
) language plpgsql as $$
begin
  held := agenda_make_way(p_ra, p_holder, p_occupied, p_now);
  select p.agent, p.outcome into agent, outcome
  from agenda_pick(p_ra, p_products, p_language, p_occupied, p_now, p_site, p_holder) p;
end $$;
