-- Owned by src/issuance. The hash of a key is that of its one encoding (modulus and exponent, RFC 3279). issuance_intents.key_hash
-- of older rows is of the bytes as they came and stays what was recorded; here stands the hash of the key itself, written with
-- each intent and, for older ones, at the next start.
create table intent_keys (
  serial text primary key references issuance_intents,
  key_hash text not null,
  shared_with text references issuance_intents  -- an older row whose key another intent had in another encoding
);
create unique index key_used_once_in_any_encoding on intent_keys (key_hash) where shared_with is null;
create trigger intent_keys_append_only before update or delete on intent_keys
  for each row execute function refuse_rewriting();
