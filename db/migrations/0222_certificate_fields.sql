-- Owned by src/proofing. What a certificate says beside name and number, copied by the attending agent from a document that was
-- accepted (DOC-ICP-04 7.1.2.3, 7.1.4): the newest row of a field counts, one without values takes it back.
create table certificate_fields (
  id uuid primary key,
  proofing_id uuid not null references proofings,
  order_id uuid not null references orders,
  field text not null check (field in ('seat', 'identity', 'nis', 'voter-title', 'cei')),
  content jsonb,
  paper_id uuid references papers,        -- the proof
  written_by uuid not null references agents,
  written_at timestamptz not null,
  check ((content is null) = (paper_id is null))
);
create index on certificate_fields (order_id, field, written_at);
create trigger certificate_fields_append_only before update or delete on certificate_fields
  for each row execute function refuse_rewriting();

-- No field without its proof: a paper of this very order (or shared with it) that a person said serves.
create function field_needs_proof() returns trigger language plpgsql as $$
begin
  if new.paper_id is not null and not exists (
    select from papers p join lateral (select outcome from paper_reviews v where v.paper_id = p.id
      order by v.reviewed_at desc limit 1) last on true
    where p.id = new.paper_id and p.order_id = new.order_id and p.verdict = 'accepted' and last.outcome = 'accepted') then
    raise exception 'a field without an accepted paper' using errcode = '23514', constraint = 'field_needs_proof';
  end if;
  return new;
end $$;
create trigger field_needs_proof before insert on certificate_fields
  for each row execute function field_needs_proof();
