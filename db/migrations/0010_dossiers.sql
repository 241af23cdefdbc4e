-- Owned by src/dossiers. Append-only: nothing is deleted, only superseded.
create table dossier_items (
  order_id uuid not null references orders,
  position integer not null,
  kind text not null,
  name text not null,
  media_type text not null,
  hash text not null,
  bytes bigint not null,
  about jsonb not null default '{}',
  added_at timestamptz not null,
  primary key (order_id, position),
  unique (order_id, kind, hash)
);

create table seals (
  id uuid primary key,
  order_id uuid not null references orders,
  proofing_id uuid not null unique references proofings,
  manifest_hash text not null,            -- blob: canonical JSON
  signature_hash text not null,           -- blob: CAdES, detached, DER
  sealed_at timestamptz not null
);
create index on seals (order_id);

create table dossier_openings (
  id uuid primary key,
  order_id uuid not null references orders,
  agent_id uuid not null references agents,
  purpose text not null,
  opened_at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '% rows are append-only', tg_table_name using errcode = '23514', constraint = 'append_only'; end $$;
create trigger dossier_items_append_only before update or delete on dossier_items for each row execute function refuse_change();
create trigger seals_append_only before update or delete on seals for each row execute function refuse_change();
