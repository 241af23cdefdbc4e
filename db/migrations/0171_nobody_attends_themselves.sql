-- Owned by src/scheduling. Nobody identifies themselves (AGR-06): an agent who buys a certificate is given a colleague's time.

-- As in 0111, leaving out who is the holder; null: not asked.
drop function agenda_pick(uuid, uuid[], text, tstzrange, timestamptz, uuid);
create function agenda_pick(
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
      and (p.product_ids is null or p.product_ids @> p_products)
      and p_language = any (coalesce(p.languages, '{pt-BR}'))
      and (p_site is null or p_site = any (coalesce(p.site_ids, '{}')))
      and (p.away_since is null or p.away_since > p_now or p.away_until <= p_now)
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

-- As in 0110, with the holder.
create or replace function agenda_take(
  p_ra uuid, p_holder text, p_products uuid[], p_language text, p_occupied tstzrange, p_now timestamptz, p_site uuid,
  out held bigint, out agent uuid, out outcome text
) language plpgsql as $$
begin
  held := agenda_make_way(p_ra, p_holder, p_occupied, p_now);
  select p.agent, p.outcome into agent, outcome
  from agenda_pick(p_ra, p_products, p_language, p_occupied, p_now, p_site, p_holder) p;
end $$;

-- Whatever way a time comes to an agent. What stood before this rule stays as it is until it is changed.
create function appointment_is_not_own() returns trigger
language plpgsql as $$
begin
  if new.status in ('held', 'booked')
    and exists (select from agents where id = new.agent_id and cpf = new.holder_cpf) then
    raise exception 'agent % would attend themselves', new.agent_id
      using errcode = 'check_violation', constraint = 'nobody_attends_themselves', table = 'appointments';
  end if;
  return new;
end $$;
create trigger appointment_is_not_own
  before insert or update of agent_id, holder_cpf on appointments
  for each row execute function appointment_is_not_own();
