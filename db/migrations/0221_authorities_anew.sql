-- Owned by src/issuance. A certificate in place of an authority's, for the same key and name: other addresses, other policies, other
-- days. Recorded before it is signed, like everything else; the one it replaces is kept here.
create table authority_renewals (
  id uuid primary key,
  authority_id uuid not null references authorities,
  tbs bytea not null,
  tbs_hash text not null,
  replaced bytea not null,
  recorded_at timestamptz not null,
  kept_at timestamptz
);
create unique index one_open_renewal on authority_renewals (authority_id) where kept_at is null;

-- An authority is retired, or its certificate gives way to the one that was recorded; nothing else of it ever changes.
create function authority_only_renewed() returns trigger language plpgsql as $$
begin
  if new.id <> old.id or new.kind <> old.kind or new.name <> old.name or new.sealed_key <> old.sealed_key
     or new.issuer_id is distinct from old.issuer_id or new.ra_id is distinct from old.ra_id
     or new.created_at <> old.created_at or old.retired_at is not null
     or (new.certificate <> old.certificate and not exists (select from authority_renewals r
       where r.authority_id = new.id and r.kept_at is null and r.replaced = old.certificate
         and position(r.tbs in new.certificate) > 0)) then
    raise exception 'an authority is only renewed or retired'
      using errcode = '23514', constraint = 'authority_only_renewed';
  end if;
  return new;
end $$;
create trigger authority_only_renewed before update on authorities
  for each row execute function authority_only_renewed();
