-- Owned by src/platform. Browsers that somebody came in with before: their tries are counted by themselves, so that strangers
-- who guess shut nobody out. A mark gives no right at all. Subjects are keyed hashes.
create table known_browsers (
  token_hash text not null,
  subject text not null,
  expires_at timestamptz not null,
  primary key (token_hash, subject)
);
create index on known_browsers (expires_at);
