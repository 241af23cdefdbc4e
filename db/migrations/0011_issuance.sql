-- Owned by src/issuance. Keys are sealed with the installation's master key; what was signed is never changed again.

-- What may be issued is dated data (Res. CG ICP-Brasil 211/2024 ends A1 on 2029-03-02 and company A3 with it).
-- The last arc of a policy is the authority's own; 999 marks an authority that is not accredited.
create table certificate_types (
  code text not null,
  person text not null check (person in ('natural', 'legal')),
  key_origin text not null check (key_origin in ('software', 'device')),
  policy text not null,
  unit text not null,                     -- words for the DN
  longest_months integer not null check (longest_months > 0),
  valid_from date not null,
  valid_until date,                       -- excluded
  primary key (code, person, valid_from)
);
insert into certificate_types (code, person, key_origin, policy, unit, longest_months, valid_from, valid_until) values
  ('A1', 'natural', 'software', '2.16.76.1.2.1.999', 'Certificado PF A1', 12, '2008-01-01', '2029-03-02'),
  ('A1', 'legal', 'software', '2.16.76.1.2.1.999', 'Certificado PJ A1', 12, '2008-01-01', '2029-03-02'),
  ('A3', 'natural', 'device', '2.16.76.1.2.3.999', 'Certificado PF A3', 60, '2008-01-01', null),
  ('A3', 'legal', 'device', '2.16.76.1.2.3.999', 'Certificado PJ A3', 60, '2008-01-01', '2029-03-02');

create table authorities (
  id uuid primary key,
  kind text not null check (kind in ('root', 'issuing', 'timestamp', 'seal')),
  ra_id uuid references registration_authorities,
  name text not null,
  issuer_id uuid references authorities,
  certificate bytea not null,
  sealed_key bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  check ((kind = 'root') = (issuer_id is null)),
  check ((kind = 'seal') = (ra_id is not null))
);
create unique index authority_in_service on authorities
  (kind, coalesce(ra_id, '00000000-0000-0000-0000-000000000000')) where retired_at is null;

-- Written and committed before anything is signed: the exact bytes that may be signed, under a serial nobody else has.
create table issuance_intents (
  serial text primary key check (serial ~ '^[0-9A-F]{2,40}$'),
  order_id uuid not null references orders,
  proofing_id uuid not null references proofings,
  authority_id uuid not null references authorities,
  request_hash text not null,
  key_hash text not null,
  request bytea not null,
  tbs bytea not null,
  tbs_hash text not null,
  recorded_at timestamptz not null,
  abandoned_at timestamptz
);
create unique index one_live_intent_per_order on issuance_intents (order_id) where abandoned_at is null;
-- One key belongs to one holder and one certificate (regulation CER-01: key not seen before).
create unique index key_used_once on issuance_intents (key_hash);

-- DOC-ICP-05 3.2.8.2: no certificate without two people's approval and the sealed dossier.
create function intent_needs_two_people() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from proofings p
    join validations v on v.proofing_id = p.id and v.outcome = 'approved'
    join verifications w on w.proofing_id = p.id and w.outcome = 'approved'
    join seals s on s.proofing_id = p.id
    where p.id = new.proofing_id and p.order_id = new.order_id and v.agent_id <> w.agent_id
  ) then
    raise exception 'no approved and sealed proofing' using errcode = '23514', constraint = 'intent_needs_two_people';
  end if;
  return new;
end $$;
create trigger intent_needs_two_people before insert on issuance_intents
  for each row execute function intent_needs_two_people();

create table certificates (
  serial text primary key references issuance_intents,
  order_id uuid not null unique references orders,
  authority_id uuid not null references authorities,
  common_name text not null,
  certificate bytea not null,
  fingerprint text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  issued_at timestamptz not null
);
create index on certificates (not_after);

create table subscriber_agreements (
  serial text primary key references certificates,
  order_id uuid not null references orders,
  text text not null,
  offered_at timestamptz not null,
  signature bytea,                        -- CAdES, detached, by the certificate's own key
  timestamp_token bytea,                  -- RFC 3161, over the signature
  signed_at timestamptz,
  check ((signature is null) = (signed_at is null) and (signature is null) = (timestamp_token is null))
);

create table revocations (
  serial text primary key references issuance_intents,
  reason text not null,
  note text not null default '',
  revoked_by jsonb not null,
  revoked_at timestamptz not null
);

-- Kept for ever (DOC-ICP-05 4.6.2).
create table crls (
  authority_id uuid not null references authorities,
  number integer not null check (number > 0),
  this_update timestamptz not null,
  next_update timestamptz not null,
  entries integer not null,
  crl bytea not null,
  primary key (authority_id, number)
);

create trigger certificates_append_only before update or delete on certificates
  for each row execute function refuse_rewriting();
create trigger revocations_append_only before update or delete on revocations
  for each row execute function refuse_rewriting();
create trigger crls_append_only before update or delete on crls
  for each row execute function refuse_rewriting();

-- An intent may only be abandoned, an agreement only be signed, once.
create function intent_only_abandoned() returns trigger language plpgsql as $$
begin
  if old.abandoned_at is not null or new.tbs_hash <> old.tbs_hash or new.order_id <> old.order_id
     or new.tbs <> old.tbs or exists (select 1 from certificates c where c.serial = old.serial) then
    raise exception 'an intent is only abandoned' using errcode = '23514', constraint = 'intent_only_abandoned';
  end if;
  return new;
end $$;
create trigger intent_only_abandoned before update on issuance_intents
  for each row execute function intent_only_abandoned();
create function agreement_only_signed() returns trigger language plpgsql as $$
begin
  if old.signature is not null or new.text <> old.text then
    raise exception 'an agreement is only signed' using errcode = '23514', constraint = 'agreement_only_signed';
  end if;
  return new;
end $$;
create trigger agreement_only_signed before update on subscriber_agreements
  for each row execute function agreement_only_signed();
