-- Owned by src/scheduling: the bitmap of free cells, and the only code that writes it. docs/decisions tells why.
--
-- An agenda day has 96 cells of 15 minutes from 06:00 UTC (03:00 in Brasília, 01:00 in Acre, 04:00 in Noronha), so that
-- no usual Brazilian shift is cut. Sixteen more cells repeat the head of the next day: a slot may run over the seam.
create function agenda_anchor(p_day date) returns timestamptz
language sql immutable parallel safe
return (p_day + time '06:00') at time zone 'UTC';

create function agenda_day_of(p_at timestamptz) returns date
language sql immutable parallel safe
return ((p_at at time zone 'UTC') - interval '6 hours')::date;

-- The cells of a day that `p_during` touches. Bit 0 is the leftmost.
create function agenda_mask(p_day date, p_during tstzrange) returns bit(112)
language sql immutable parallel safe
begin atomic
  select (repeat('0', first) || repeat('1', last - first) || repeat('0', 112 - last))::bit(112)
  from (select
    greatest(0, least(112, floor(extract(epoch from lower(p_during) - agenda_anchor(p_day)) / 900)))::int as first,
    greatest(0, least(112, ceil(extract(epoch from upper(p_during) - agenda_anchor(p_day)) / 900)))::int as last) as cells;
end;

-- What an appointment takes of its agent: its time and the product's pauses, in whole cells. Of these no two may share one.
alter table appointments
  add column occupied tstzrange,
  add column language text not null default 'pt-BR';
update appointments set occupied = tstzrange(date_bin('15 minutes', lower(during), '2000-01-01Z'),
  date_bin('15 minutes', upper(during) + interval '14 minutes 59.999999 seconds', '2000-01-01Z'), '[)');
alter table appointments
  alter column occupied set not null,
  drop constraint agent_has_one_appointment_at_a_time,
  add check (occupied @> during and not isempty(during)),
  add check (extract(epoch from lower(occupied)) % 900 = 0 and extract(epoch from upper(occupied)) % 900 = 0),
  add constraint agent_has_one_appointment_at_a_time
    exclude using gist (agent_id with =, occupied with &&) where (status in ('held', 'booked'));
create index on appointments (holder_cpf) where status = 'held';

create table agent_days (
  day date not null,
  agent_id uuid not null references agents,
  open bit(112) not null,                 -- hours, exceptions and holidays, less blocks
  taken bit(112) not null default 0::bit(112), -- held and booked time with its pauses
  load smallint not null default 0,       -- appointments that begin on this day
  free bit(112) not null generated always as (open & ~taken) stored,
  primary key (day, agent_id)
) with (fillfactor = 70);
create index on agent_days (agent_id, day);

-- Up to where an agent's days are laid out; further ones are when somebody asks for them.
create table agenda_frames (
  agent_id uuid primary key references agents,
  from_day date not null,
  through_day date not null,
  check (from_day <= through_day)
);

-- The open cells of an agent. On a day without a clock change the spans are shifted as they stand; on one with a change
-- each cell's own wall clock decides, so hours that the change repeats or skips are right.
create function agenda_open_cells(p_agent uuid, p_from date, p_through date)
returns table (day date, open bit(112))
language sql stable
begin atomic
  with days as (
    select d::date as day from generate_series(p_from::timestamp, p_through::timestamp, interval '1 day') as d
  ), closed_days as (
    select h.day from holidays h
    join agents a on a.id = p_agent
    join registration_authorities r on r.id = a.ra_id
    where (h.state is null and h.ra_id is null) or h.ra_id = r.id or h.state = left(r.municipality_code, 2)
    union
    select e.day from agenda_exceptions e where e.agent_id = p_agent
  ), zones as (
    select zone from agenda_hours where agent_id = p_agent
    union
    select zone from agenda_exceptions where agent_id = p_agent
  ), frames as (
    select d.day, z.zone,
      (agenda_anchor(d.day) at time zone z.zone) - (agenda_anchor(d.day) at time zone 'UTC') as shift,
      ((agenda_anchor(d.day) + interval '28 hours') at time zone z.zone)
        - ((agenda_anchor(d.day) + interval '28 hours') at time zone 'UTC') as shift_after
    from days d, zones z
  ), spans as (
    select f.*, l.local + h.opens as opens, l.local + h.closes as closes
    from frames f
    cross join lateral (values (f.day - 1), (f.day), (f.day + 1)) as l (local)
    join agenda_hours h on h.agent_id = p_agent and h.zone = f.zone and h.weekday = extract(dow from l.local)
    where l.local not in (select x.day from closed_days x)
    union all
    select f.*, e.day + e.opens, e.day + e.closes
    from frames f
    join agenda_exceptions e on e.agent_id = p_agent and e.zone = f.zone and e.day between f.day - 1 and f.day + 1
    where e.opens is not null
  ), opened as (
    select s.day, bit_or(agenda_mask(s.day, tstzrange(c.opens, c.closes, '[)'))) as mask
    from spans s
    cross join lateral (select
      date_bin('15 minutes', s.opens - s.shift + interval '14 minutes 59.999999 seconds', '2000-01-01') at time zone 'UTC' as opens,
      date_bin('15 minutes', s.closes - s.shift, '2000-01-01') at time zone 'UTC' as closes) as c
    where s.shift = s.shift_after and c.opens < c.closes
    group by s.day
    union all
    select s.day, bit_or(set_bit(0::bit(112), c.cell, 1))
    from spans s
    cross join generate_series(0, 111) as c (cell)
    cross join lateral (select (agenda_anchor(s.day) + c.cell * interval '15 minutes') at time zone s.zone as begins) as wall
    where s.shift <> s.shift_after and wall.begins >= s.opens and wall.begins + interval '15 minutes' <= s.closes
    group by s.day
  ), blocked as (
    select d.day, bit_or(agenda_mask(d.day, b.during)) as mask from days d
    join agenda_blocks b on b.agent_id = p_agent
      and b.during && tstzrange(agenda_anchor(d.day), agenda_anchor(d.day) + interval '28 hours')
    group by d.day
  )
  select d.day, coalesce((select bit_or(o.mask) from opened o where o.day = d.day), 0::bit(112))
    & ~coalesce((select b.mask from blocked b where b.day = d.day), 0::bit(112))
  from days d;
end;

create function agenda_taken_cells(p_agent uuid, p_from date, p_through date)
returns table (day date, taken bit(112), load integer)
language sql stable
begin atomic
  select d::date, bit_or(agenda_mask(d::date, p.occupied)),
    (count(*) filter (where agenda_day_of(lower(p.occupied)) = d::date))::integer
  from generate_series(p_from::timestamp, p_through::timestamp, interval '1 day') as d
  join appointments p on p.agent_id = p_agent and p.status in ('held', 'booked')
    and p.occupied && tstzrange(agenda_anchor(d::date), agenda_anchor(d::date) + interval '28 hours')
  group by d::date;
end;

-- One writer at a time lays out the days of an agent. Held to the end of the transaction.
create function agenda_lock(p_agent uuid) returns void
language sql
return pg_advisory_xact_lock(hashtextextended('agenda ' || p_agent::text, 0));

create function agenda_lay_out(p_agent uuid, p_from date, p_through date) returns void
language sql
begin atomic
  insert into agent_days (day, agent_id, open, taken, load)
  select o.day, p_agent, o.open, coalesce(t.taken, 0::bit(112)), coalesce(t.load, 0)
  from agenda_open_cells(p_agent, p_from, p_through) o
  left join agenda_taken_cells(p_agent, p_from, p_through) t on t.day = o.day
  order by o.day
  on conflict (day, agent_id) do update set open = excluded.open where agent_days.open <> excluded.open;
end;

-- Lays out the days that an agent does not have yet. A jump of the clock past the known days starts a frame anew.
create function agenda_reach(p_agents uuid[], p_from date, p_through date) returns void
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
create function agenda_refresh(p_agents uuid[]) returns void
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

create function agenda_changed() returns trigger
language plpgsql as $$
begin
  perform agenda_refresh(array(select agent_id from changed));
  return null;
end $$;

create trigger hours_added after insert on agenda_hours referencing new table as changed
  for each statement execute function agenda_changed();
create trigger hours_changed after update on agenda_hours referencing new table as changed
  for each statement execute function agenda_changed();
create trigger hours_removed after delete on agenda_hours referencing old table as changed
  for each statement execute function agenda_changed();
create trigger exceptions_added after insert on agenda_exceptions referencing new table as changed
  for each statement execute function agenda_changed();
create trigger exceptions_changed after update on agenda_exceptions referencing new table as changed
  for each statement execute function agenda_changed();
create trigger exceptions_removed after delete on agenda_exceptions referencing old table as changed
  for each statement execute function agenda_changed();
create trigger blocks_added after insert on agenda_blocks referencing new table as changed
  for each statement execute function agenda_changed();
create trigger blocks_changed after update on agenda_blocks referencing new table as changed
  for each statement execute function agenda_changed();
create trigger blocks_removed after delete on agenda_blocks referencing old table as changed
  for each statement execute function agenda_changed();

create function holidays_changed() returns trigger
language plpgsql as $$
begin
  perform agenda_refresh(array(select a.id from agents a join registration_authorities r on r.id = a.ra_id
    where exists (select from changed h
      where (h.state is null and h.ra_id is null) or h.ra_id = r.id or h.state = left(r.municipality_code, 2))));
  return null;
end $$;

create trigger holidays_added after insert on holidays referencing new table as changed
  for each statement execute function holidays_changed();
create trigger holidays_removed after delete on holidays referencing old table as changed
  for each statement execute function holidays_changed();

create function authority_moved() returns trigger
language plpgsql as $$
begin
  perform agenda_refresh(array(select id from agents where ra_id = new.id));
  return null;
end $$;

create trigger authority_moved after update of municipality_code on registration_authorities
  for each row when (left(old.municipality_code, 2) <> left(new.municipality_code, 2)) execute function authority_moved();

-- Whoever writes an appointment without saying what it occupies takes the cells it touches.
create function appointment_occupies() returns trigger
language plpgsql as $$
begin
  if new.occupied is null or (tg_op = 'UPDATE' and new.during <> old.during and new.occupied = old.occupied) then
    new.occupied := tstzrange(date_bin('15 minutes', lower(new.during), '2000-01-01Z'),
      date_bin('15 minutes', upper(new.during) + interval '14 minutes 59.999999 seconds', '2000-01-01Z'), '[)');
  end if;
  return new;
end $$;

create trigger appointment_occupies before insert or update of during, occupied on appointments
  for each row execute function appointment_occupies();

-- Sets or clears the cells in every laid-out day they belong to, days in order. A day that is not laid out has nothing
-- to mark; one that another transaction lays out right now is waited for.
create function agenda_mark(p_agent uuid, p_occupied tstzrange, p_take boolean) returns void
language plpgsql as $$
declare
  v_first constant date := agenda_day_of(lower(p_occupied));
  v_mask bit(112);
begin
  for v_day in v_first - 1 - v_first .. agenda_day_of(upper(p_occupied)) - v_first loop
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

create function appointment_marks() returns trigger
language plpgsql as $$
declare
  v_was boolean := tg_op <> 'INSERT' and old.status in ('held', 'booked');
  v_is boolean := tg_op <> 'DELETE' and new.status in ('held', 'booked');
begin
  if v_was and v_is and old.agent_id = new.agent_id and old.occupied = new.occupied then return null; end if;
  if v_was then perform agenda_mark(old.agent_id, old.occupied, false); end if;
  if v_is then perform agenda_mark(new.agent_id, new.occupied, true); end if;
  return null;
end $$;

create trigger appointment_marks after insert or delete or update of status, agent_id, during, occupied on appointments
  for each row execute function appointment_marks();

-- Who may be given new times of these products, in this language, at `p_now`.
create function attending_agents(p_ra uuid, p_products uuid[], p_language text, p_now timestamptz)
returns table (agent_id uuid)
language sql stable
begin atomic
  select a.id from agents a left join agenda_profiles p on p.agent_id = a.id
  where a.ra_id = p_ra and a.suspended_at is null and 'agent' = any (a.roles)
    and (p.product_ids is null or p.product_ids @> p_products)
    and p_language = any (coalesce(p.languages, '{pt-BR}'))
    and (p.away_since is null or p.away_since > p_now or p.away_until <= p_now);
end;

-- The least loaded attending agent with all of `p_occupied` free, locked until the transaction ends, without ever waiting
-- for another booking. 'busy': every free one is being booked right now, try again; 'none': nobody is free.
create function agenda_pick(
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
  where x.day = v_day and x.free & v_mask = v_mask
    and x.agent_id in (select w.agent_id from attending_agents(p_ra, p_products, p_language, p_now) w)
  order by x.load, x.agent_id limit 1 for update of x skip locked;
  if agent is null then
    outcome := case when exists (select from agent_days x
      where x.day = v_day and x.free & v_mask = v_mask
        and x.agent_id in (select w.agent_id from attending_agents(p_ra, p_products, p_language, p_now) w))
      then 'busy' else 'none' end;
    return;
  end if;
  -- Cells near the seam stand in two days: both rows, or none.
  v_beside := array(select d from unnest(array[v_day - 1, v_day + 1]) as d
    where agenda_mask(d, p_occupied) <> 0::bit(112)
      and exists (select from agent_days x where x.day = d and x.agent_id = agent));
  if cardinality(v_beside) > 0 then
    perform from agent_days x where x.agent_id = agent and x.day = any (v_beside) order by x.day for update skip locked;
    get diagnostics v_locked = row_count;
  end if;
  outcome := case when v_locked < cardinality(v_beside) then 'busy' else 'picked' end;
end $$;
