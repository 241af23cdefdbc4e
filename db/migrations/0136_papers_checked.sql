-- Owned by src/proofing. VC-07: no approval while a paper that the order needs was not accepted by a person. The same as
-- src/documents/paper.ts asks: every place of a requirement (front and back where it has two sides) has an accepted file.
create function approval_has_checked_papers() returns trigger language plpgsql as $$
begin
  if new.outcome = 'approved' and exists (
    select 1 from proofings p
    join orders o on o.id = p.order_id
    join products c on c.id = o.product_id
    cross join lateral (
      select distinct on (n.position, n.kind) n.kind, n.sides from paper_requirements n
      where n.person = c.person and (n.ra_id is null or n.ra_id = o.ra_id)
        and n.valid_from <= new.validated_at::date and (n.valid_until is null or n.valid_until >= new.validated_at::date)
      order by n.position, n.kind, n.ra_id nulls last, n.valid_from desc) q
    where p.id = new.proofing_id and q.sides > (
      -- Both sides on one file fill two places; a file of no named side fills one.
      select greatest(max(case a.side when 'both' then 2 else 0 end),
        count(distinct a.side) filter (where a.side <> 'both') + count(*) filter (where a.side is null),
        least(count(*), 1), 0)
      from (
        select coalesce(r.side, case when f.pages > 1 then 'both' else f.side end) as side
        from papers f
        join lateral (select outcome, kind, side from paper_reviews where paper_id = f.id
          order by reviewed_at desc, id desc limit 1) r on r.outcome = 'accepted' and r.kind = q.kind
        where f.order_id = o.id and f.verdict = 'accepted') a)
  ) then
    raise exception 'an approval with a paper that nobody accepted'
      using errcode = '23514', constraint = 'approval_has_checked_papers';
  end if;
  return new;
end $$;
create trigger approval_has_checked_papers before insert on validations
  for each row execute function approval_has_checked_papers();
