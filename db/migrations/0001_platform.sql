-- Platform: blob keys, what this installation is. Audit: the hash-chained record.

-- One content key per order (its dossier), wrapped by the master key. Destroying the key destroys every copy of
-- the content, backups included (LGPD art. 16; retention of the dossier ends: DOC-ICP-05).
create table blob_keys (
  key_id text primary key,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  constraint blob_keys_wrapped_or_destroyed check ((wrapped is null) = (destroyed_at is not null))
);

-- One row: lets a start with the wrong master key be refused before anything is written with it.
create table installation (
  one boolean primary key default true check (one),
  master_key_check text not null,
  created_at timestamptz not null default now()
);

create table audit_entries (
  chain text not null,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  act text not null,
  actor jsonb not null,
  details jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (chain, seq)
);
create index audit_entries_at on audit_entries (at);

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation', constraint = tg_table_name || '_append_only';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_rewriting();
create trigger audit_entries_no_truncate before truncate on audit_entries
  for each statement execute function refuse_rewriting();
