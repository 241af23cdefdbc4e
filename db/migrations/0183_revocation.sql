-- Owned by src/issuance (and, of approvals, by src/proofing). A revoked certificate ends its intent: the order may get another
-- one, for another key, after another identification (DOC-ICP-05 3.3.2).

-- Who may say what, in which words: dated, because the reasons are the regulator's (RFC 5280 5.3.1, DOC-ICP-05 4.9.1).
create table revocation_reasons (
  code text not null check (code in ('key-compromise', 'affiliation-changed', 'superseded', 'cessation-of-operation',
    'privilege-withdrawn')),
  said_by text not null check (said_by in ('holder', 'authority')),
  words text not null,
  position integer not null,
  valid_from date not null,
  valid_until date,                       -- excluded
  primary key (code, said_by, valid_from)
);
insert into revocation_reasons (code, said_by, words, position, valid_from) values
  ('key-compromise', 'holder', 'Alguém pode ter o arquivo ou a senha: roubo, cópia ou aparelho invadido', 1, '2008-01-01'),
  ('superseded', 'holder', 'Perdi o arquivo ou a senha, e ninguém mais os tem', 2, '2008-01-01'),
  ('affiliation-changed', 'holder', 'Um dado do certificado mudou: nome, empresa ou responsável', 3, '2008-01-01'),
  ('cessation-of-operation', 'holder', 'Não vou mais usar este certificado', 4, '2008-01-01'),
  ('key-compromise', 'authority', 'A chave pode estar com outra pessoa', 1, '2008-01-01'),
  ('superseded', 'authority', 'O titular perdeu o arquivo ou a senha, sem sinal de cópia', 2, '2008-01-01'),
  ('affiliation-changed', 'authority', 'Um dado do certificado mudou ou está errado', 3, '2008-01-01'),
  ('cessation-of-operation', 'authority', 'Falecimento do titular, extinção da empresa ou fim do uso', 4, '2008-01-01'),
  ('privilege-withdrawn', 'authority', 'Emissão indevida, fraude, ou ordem da AC, do ITI ou da Justiça', 5, '2008-01-01');

-- One code, one purpose: what was sent for the certificate revokes nothing.
alter table issuance_codes add column purpose text not null default 'issuance' check (purpose in ('issuance', 'revocation'));

alter table issuance_intents add column revoked_at timestamptz;
drop index one_live_intent_per_order;
create unique index one_live_intent_per_order on issuance_intents (order_id)
  where abandoned_at is null and revoked_at is null;
alter table certificates drop constraint certificates_order_id_key;
create index on certificates (order_id, issued_at);

-- An approval is spent when the certificate that was issued on it is revoked.
create table spent_approvals (
  proofing_id uuid primary key references proofings,
  spent_at timestamptz not null
);
create trigger spent_approvals_append_only before update or delete on spent_approvals
  for each row execute function refuse_rewriting();
-- And one approval is one certificate.
create unique index one_certificate_per_approval on issuance_intents (proofing_id) where abandoned_at is null;

create or replace function intent_needs_two_people() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from proofings p
    join validations v on v.proofing_id = p.id and v.outcome = 'approved'
    join verifications w on w.proofing_id = p.id and w.outcome = 'approved'
    join seals s on s.proofing_id = p.id
    where p.id = new.proofing_id and p.order_id = new.order_id and v.agent_id <> w.agent_id
      and not exists (select from spent_approvals e where e.proofing_id = p.id)
  ) then
    raise exception 'no approved and sealed proofing' using errcode = '23514', constraint = 'intent_needs_two_people';
  end if;
  return new;
end $$;

-- An intent is abandoned before its certificate is stored, or ended by its revocation after, once.
create or replace function intent_only_abandoned() returns trigger language plpgsql as $$
begin
  if old.abandoned_at is not null or old.revoked_at is not null or new.tbs_hash <> old.tbs_hash
     or new.order_id <> old.order_id or new.tbs <> old.tbs
     or (new.revoked_at is null) = exists (select 1 from certificates c where c.serial = old.serial)
     or new.revoked_at is not null and not exists (select 1 from revocations r where r.serial = old.serial) then
    raise exception 'an intent is only abandoned' using errcode = '23514', constraint = 'intent_only_abandoned';
  end if;
  return new;
end $$;

-- Whoever revokes ends the intent: no way of writing a revocation leaves the order without the next certificate.
create function revocation_ends_intent() returns trigger language plpgsql as $$
begin
  update issuance_intents set revoked_at = new.revoked_at
    where serial = new.serial and abandoned_at is null and exists (select 1 from certificates c where c.serial = new.serial);
  return new;
end $$;
create trigger revocation_ends_intent after insert on revocations
  for each row execute function revocation_ends_intent();

-- Revoked before this was ruled.
update issuance_intents i set revoked_at = r.revoked_at from revocations r
  where r.serial = i.serial and i.abandoned_at is null and exists (select 1 from certificates c where c.serial = i.serial);
insert into spent_approvals (proofing_id, spent_at)
  select i.proofing_id, min(i.revoked_at) from issuance_intents i where i.revoked_at is not null group by i.proofing_id;
