-- Owned by src/scheduling: one agenda for both kinds of attendance. At a site only those are chosen who receive there.
alter table appointments
  add column attendance text not null default 'video' check (attendance in ('video', 'in-person')),
  add column site_id uuid,
  add foreign key (site_id, ra_id) references sites (id, ra_id),
  add constraint visit_names_its_site check ((attendance = 'in-person') = (site_id is not null));
alter table agenda_profiles
  add column site_ids uuid[] not null default '{}'; -- where this agent receives people; none: by video only

-- As in 0024 and 0022, with the site: null asks nothing of the agent.
drop function resting_agents(uuid, uuid[], text, timestamptz);
create function resting_agents(
  p_ra uuid, p_products uuid[], p_language text, p_now timestamptz, p_site uuid default null
) returns table (agent_id uuid)
language plpgsql stable rows 10 as $$
begin
  return query select a.id from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.ra_id = p_ra and not (a.suspended_at is null and 'agent' = any (a.roles)
      and (p.product_ids is null or p.product_ids @> p_products)
      and p_language = any (coalesce(p.languages, '{pt-BR}'))
      and (p_site is null or p_site = any (coalesce(p.site_ids, '{}')))
      and coalesce(p.away_since is null or p.away_since > p_now or p.away_until <= p_now, false));
end $$;

drop function agenda_attends(uuid, uuid, uuid[], text, timestamptz);
create function agenda_attends(
  p_agent uuid, p_ra uuid, p_products uuid[], p_language text, p_now timestamptz, p_site uuid default null
) returns boolean
language plpgsql stable cost 10000 as $$
begin
  return exists (select from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.id = p_agent and a.ra_id = p_ra and a.suspended_at is null and 'agent' = any (a.roles)
      and (p.product_ids is null or p.product_ids @> p_products)
      and p_language = any (coalesce(p.languages, '{pt-BR}'))
      and (p_site is null or p_site = any (coalesce(p.site_ids, '{}')))
      and (p.away_since is null or p.away_since > p_now or p.away_until <= p_now));
end $$;

drop function agenda_pick(uuid, uuid[], text, tstzrange, timestamptz);
create function agenda_pick(
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
    and agenda_attends(x.agent_id, p_ra, p_products, p_language, p_now, p_site)
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
