-- Owned by src/scheduling. Times taken one after the other in one act, for several orders of one holder: as long as they
-- are held, they end, are prolonged and become appointments together. null: a time by itself.
alter table appointments add column chain_id uuid;
create index on appointments (chain_id) where chain_id is not null;
