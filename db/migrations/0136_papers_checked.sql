-- Owned by src/proofing. VC-07: no approval while a paper that the order needs was not accepted by a person. The same as
-- src/documents/documents-views.ts asks (paperRequirements): the AR's own rows before those of every AR.
create function approval_has_checked_papers() returns trigger language plpgsql as $$
begin
  if new.outcome = 'approved' and exists (
    select 1 from proofings p
    join orders o on o.id = p.order_id
    join products c on c.id = o.product_id
    join paper_requirements q on q.person = c.person and (q.ra_id is null or q.ra_id = o.ra_id)
      and q.valid_from <= new.validated_at::date and (q.valid_until is null or q.valid_until >= new.validated_at::date)
    where p.id = new.proofing_id and not exists (
      select 1 from papers f
      join lateral (select outcome, kind from paper_reviews where paper_id = f.id
        order by reviewed_at desc, id desc limit 1) r on r.outcome = 'accepted' and r.kind = q.kind
      where f.order_id = o.id and f.verdict = 'accepted')
  ) then
    raise exception 'an approval with a paper that nobody accepted'
      using errcode = '23514', constraint = 'approval_has_checked_papers';
  end if;
  return new;
end $$;
create trigger approval_has_checked_papers before insert on validations
  for each row execute function approval_has_checked_papers();
