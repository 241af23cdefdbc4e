-- Owned by src/issuance. Certificates may come from an authority outside this installation: it is asked with recorded bytes, may
-- answer later, and prints a serial of its own.

-- Who was asked ("installation": our own authorities). tbs and tbs_hash are the exact bytes recorded before anybody is asked: of
-- our own authority those that it signs, of another the request as it is sent.
alter table issuance_intents add column authority text not null default 'installation';
alter table issuance_intents alter column authority_id drop not null;
alter table issuance_intents add constraint own_authority_is_named
  check ((authority = 'installation') = (authority_id is not null));

-- An authority that has not decided says what it knows the request by. Nothing of it changes.
create table pending_issuances (
  serial text primary key references issuance_intents,
  pending_as text not null,
  answered_at timestamptz not null
);
create trigger pending_issuances_append_only before update or delete on pending_issuances
  for each row execute function refuse_rewriting();

-- Of an authority outside: the serial that it printed, and its certificates from the issuer to the root.
alter table certificates alter column authority_id drop not null;
alter table certificates add column printed_serial text check (printed_serial ~ '^[0-9A-F]{2,40}$');
alter table certificates add column chain bytea[] check (cardinality(chain) > 0);
alter table certificates add constraint outside_certificate_is_whole
  check ((authority_id is null) = (printed_serial is not null) and (authority_id is null) = (chain is not null));
create unique index printed_serial_once on certificates (printed_serial, sha256(chain[1]));

-- When the authority that issued it was told of a revocation: until then it still calls the certificate good.
create table told_revocations (
  serial text primary key references revocations,
  told_at timestamptz not null
);
create trigger told_revocations_append_only before update or delete on told_revocations
  for each row execute function refuse_rewriting();
