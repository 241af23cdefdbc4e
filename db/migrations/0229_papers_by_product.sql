-- Owned by src/documents (the approval's trigger by src/proofing). A paper may be asked for one product only: what an order needs is
-- rows, and one function reads them, for the screens and for the trigger that refuses an approval.
alter table paper_requirements add column product_id uuid references products; -- null: every product of this person kind
alter table paper_requirements drop constraint paper_requirements_ra_id_person_kind_valid_from_key;
alter table paper_requirements add unique nulls not distinct (ra_id, product_id, person, kind, valid_from);

-- The product's own rows before those of every product, the AR's before those of every AR, the newest first.
create function papers_required(of_order uuid, on_day date) returns setof paper_requirements language sql stable as $$
  select distinct on (n.position, n.kind) n.*
  from orders o
  join products c on c.id = o.product_id
  join paper_requirements n on n.person = c.person and (n.ra_id is null or n.ra_id = o.ra_id)
    and (n.product_id is null or n.product_id = c.id)
    and n.valid_from <= on_day and (n.valid_until is null or n.valid_until >= on_day)
  where o.id = of_order
  order by n.position, n.kind, n.product_id nulls last, n.ra_id nulls last, n.valid_from desc
$$;

create or replace function approval_has_checked_papers() returns trigger language plpgsql as $$
begin
  if new.outcome = 'approved' and exists (
    select 1 from proofings p
    join orders o on o.id = p.order_id
    cross join lateral papers_required(o.id, new.validated_at::date) q
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
