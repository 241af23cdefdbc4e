-- Owned by src/scheduling: the cells of an agenda day. docs/decisions/0009-agenda-bitmap.md tells why.
--
-- An agenda day has 96 cells of 15 minutes from 06:00 UTC (03:00 in Brasília, 01:00 in Acre, 04:00 in Noronha), so that
-- no usual Brazilian shift is cut. Sixteen more cells repeat the head of the next day: a slot may run over the seam.
create or replace function agenda_anchor(p_day date) returns timestamptz
language sql immutable parallel safe
return (p_day + time '06:00') at time zone 'UTC';

create or replace function agenda_day_of(p_at timestamptz) returns date
language sql immutable parallel safe
return ((p_at at time zone 'UTC') - interval '6 hours')::date;

-- The cells of a day that `p_during` touches. Bit 0 is the leftmost. PL/pgSQL computes it in a third of the time of SQL.
create or replace function agenda_mask(p_day date, p_during tstzrange) returns bit(112)
language plpgsql immutable parallel safe as $$
declare
  v_anchor constant timestamptz := agenda_anchor(p_day);
  v_first constant integer := greatest(0, least(112, floor(extract(epoch from lower(p_during) - v_anchor) / 900)));
  v_last constant integer := greatest(0, least(112, ceil(extract(epoch from upper(p_during) - v_anchor) / 900)));
begin
  return (repeat('0', v_first) || repeat('1', v_last - v_first) || repeat('0', 112 - v_last))::bit(112);
end $$;

-- The open cells of an agent. On a day without a clock change the spans are shifted as they stand; on one with a change
-- each cell's own wall clock decides, so hours that the change repeats or skips are right.
create or replace function agenda_open_cells(p_agent uuid, p_from date, p_through date)
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

-- Held and booked time with its pauses. A sitting that stands beside a booking counts nowhere: a cell that two share
-- would be set free by the first that ends.
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
