-- Owned by src/scheduling: what 0091 and 0024 say, cheaper. Measured by bench/agenda.bench.ts.

-- How many times somebody holds is read by the constraint that keeps them in one place. With two indexes of held times
-- the planner, which seldom knows how many there are, took this one to look for those that are over.
drop index appointments_holder_cpf_idx;

-- As in 0091, with the agent's condition in place instead of in agenda_attends (a quarter of its cost): 64 bookings at
-- once each look at up to 64 agents whom another is taking.
create or replace function agenda_pick(
  p_ra uuid, p_products uuid[], p_language text, p_occupied tstzrange, p_now timestamptz, p_site uuid default null,
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
    and (select a.suspended_at is null and 'agent' = any (a.roles)
      and (p.product_ids is null or p.product_ids @> p_products)
      and p_language = any (coalesce(p.languages, '{pt-BR}'))
      and (p_site is null or p_site = any (coalesce(p.site_ids, '{}')))
      and (p.away_since is null or p.away_since > p_now or p.away_until <= p_now)
      from agents a left join agenda_profiles p on p.agent_id = a.id where a.id = x.agent_id)
  order by x.load, x.agent_id limit 1 for update skip locked;
  if agent is null then
    outcome := case when exists (select from agent_days x
      where x.ra_id = p_ra and x.day = v_day and x.free & v_mask = v_mask
        and agenda_attends(x.agent_id, p_ra, p_products, p_language, p_now, p_site))
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
