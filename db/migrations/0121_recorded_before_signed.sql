-- Nothing is signed that was not recorded: the bytes first, committed with their audit entry; SQL refuses the other order.

-- Owned by src/dossiers. A second seal, after issuance, covers the certificate too.
alter table seals add column stage text not null default 'identification'
  check (stage in ('identification', 'issuance'));
alter table seals alter column stage drop default;
alter table seals drop constraint seals_proofing_id_key;
alter table seals add unique (proofing_id, stage);

create table seal_intents (
  proofing_id uuid not null references proofings,
  stage text not null check (stage in ('identification', 'issuance')),
  order_id uuid not null references orders,
  manifest_hash text not null,            -- blob: the bytes that are signed next
  recorded_at timestamptz not null,
  primary key (proofing_id, stage)
);
create trigger seal_intents_append_only before update or delete on seal_intents
  for each row execute function refuse_change();
create function seal_was_recorded() returns trigger language plpgsql as $$
begin
  if not exists (select from seal_intents i where i.proofing_id = new.proofing_id and i.stage = new.stage
    and i.order_id = new.order_id and i.manifest_hash = new.manifest_hash) then
    raise exception 'a seal over what was not recorded' using errcode = '23514', constraint = 'seal_was_recorded';
  end if;
  return new;
end $$;
create trigger seal_was_recorded before insert on seals for each row execute function seal_was_recorded();

-- Owned by src/issuance. The key is kept with the bytes, so that a crash in between goes on with both.
create table authority_intents (
  id uuid primary key,                    -- becomes the authority's
  kind text not null check (kind in ('root', 'issuing', 'timestamp', 'seal')),
  ra_id uuid references registration_authorities,
  name text not null,
  issuer_id uuid references authorities,
  sealed_key bytea not null,
  tbs bytea not null,
  tbs_hash text not null,
  recorded_at timestamptz not null,
  kept_at timestamptz                     -- its certificate is stored
);
create unique index one_open_intent_of_a_kind on authority_intents
  (kind, coalesce(ra_id, '00000000-0000-0000-0000-000000000000')) where kept_at is null;
create function authority_was_recorded() returns trigger language plpgsql as $$
begin
  if not exists (select from authority_intents i where i.id = new.id and i.kind = new.kind
    and i.ra_id is not distinct from new.ra_id and position(i.tbs in new.certificate) > 0) then
    raise exception 'an authority whose certificate was not recorded'
      using errcode = '23514', constraint = 'authority_was_recorded';
  end if;
  return new;
end $$;
create trigger authority_was_recorded before insert on authorities
  for each row execute function authority_was_recorded();

-- How the certificate came to its holder: every time something of it was handed over, to which browser.
create table certificate_deliveries (
  id uuid primary key,
  order_id uuid not null references orders,
  what text not null check (what in ('certificate', 'agreement-sent', 'certificate-file', 'agreement-file')),
  address text not null,
  user_agent text not null,
  delivered_at timestamptz not null
);
create index on certificate_deliveries (order_id, delivered_at);
create trigger certificate_deliveries_append_only before update or delete on certificate_deliveries
  for each row execute function refuse_rewriting();

-- Owned by src/rooms. From which machines a sitting was held, each once.
create table room_seats (
  id uuid primary key,
  room_id uuid not null references rooms,
  member text not null,
  agent_id uuid references agents,        -- of the desk's seats
  address text not null,
  user_agent text not null,
  first_seen_at timestamptz not null,
  unique nulls not distinct (room_id, member, agent_id, address, user_agent)
);
