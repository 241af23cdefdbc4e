-- Owned by src/scheduling. Measured by bench/agenda.bench.ts.

-- Makes way and picks, as one question: how many times the holder holds still, and the agent as agenda_pick says.
create function agenda_take(
  p_ra uuid, p_holder text, p_products uuid[], p_language text, p_occupied tstzrange, p_now timestamptz, p_site uuid,
  out held bigint, out agent uuid, out outcome text
) language plpgsql as $$
begin
  held := agenda_make_way(p_ra, p_holder, p_occupied, p_now);
  select p.agent, p.outcome into agent, outcome
  from agenda_pick(p_ra, p_products, p_language, p_occupied, p_now, p_site) p;
end $$;

-- Locks the holder (null: nobody yet) until the transaction ends, then gives the order's open appointment, locked.
create function agenda_lock_open(p_holder text, p_order uuid) returns setof appointments language plpgsql as $$
begin
  if p_holder is not null then perform pg_advisory_xact_lock(hashtextextended('holder ' || p_holder, 0)); end if;
  return query select * from appointments where order_id = p_order and status in ('held', 'booked') for update;
end $$;
