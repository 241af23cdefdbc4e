-- Owned by src/platform. How often something was tried in a window: one row a key and window, counted by one statement, so
-- that tries at one instant are counted one after the other. Keys are keyed hashes: no address, no number in clear.
create table attempts (
  key text not null,
  ends_at timestamptz not null,
  count integer not null,
  primary key (key, ends_at)
);
create index on attempts (ends_at);
