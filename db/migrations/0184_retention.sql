-- Owned by src/issuance. The end of a dossier: years of the rule packs after its last certificate's end (RET-02), unless held.
create table retention_holds (
  id uuid primary key,
  order_id uuid not null references orders,
  reason text not null check (length(reason) >= 10),
  held_by uuid not null references agents,
  held_at timestamptz not null,
  lift_reason text check (length(lift_reason) >= 10),
  lifted_by uuid references agents,
  lifted_at timestamptz,
  check (num_nonnulls(lift_reason, lifted_by, lifted_at) in (0, 3))
);
create unique index one_open_hold_of_an_order on retention_holds (order_id) where lifted_at is null;

-- Recorded first; then signed, and the key of the order's content destroyed; then marked as done.
create table destroyed_dossiers (
  order_id uuid primary key references orders,
  statement text not null,                -- what was destroyed, by hash, and by which rule
  recorded_at timestamptz not null,
  signature bytea,                        -- CAdES by the AR's seal, detached
  done_at timestamptz,
  check ((signature is null) = (done_at is null))
);

create function no_destruction_under_hold() returns trigger language plpgsql as $$
begin
  if exists (select from retention_holds where order_id = new.order_id and lifted_at is null)
     or exists (select from irregularity_cases where order_id = new.order_id and closed_at is null)
     or exists (select from certificates where order_id = new.order_id and not_after > new.recorded_at) then
    raise exception 'kept' using errcode = '23514', constraint = 'no_destruction_under_hold';
  end if;
  return new;
end $$;
create trigger no_destruction_under_hold before insert on destroyed_dossiers
  for each row execute function no_destruction_under_hold();
