-- What is asked one after the other inside a transaction, asked at once: a round trip costs more than the work.

-- Owned by src/audit: makes writers of one chain wait for each other until the transaction ends, then gives its last
-- entry (its own statement, so that it sees what the one before has committed); nulls where there is none.
create function audit_last(p_chain text, out seq integer, out hash text) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('audit:' || p_chain, 0));
  select e.seq, e.hash into seq, hash from audit_entries e where e.chain = p_chain order by e.seq desc limit 1;
end $$;

-- Owned by src/scheduling: locks the holder, ends holds that are over and stand in the way of this AR's or this holder's
-- times, whatever job is late, and gives how many times the holder holds still.
create function agenda_make_way(p_ra uuid, p_holder text, p_occupied tstzrange, p_now timestamptz) returns bigint
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
