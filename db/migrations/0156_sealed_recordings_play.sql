-- Owned by src/rooms. A recording is put away as a file that plays as it is, with its duration and cues: whoever opens the
-- sealed file needs nothing of ours. Chunk 0 as it was recorded (the chain's first link) is kept beside it. Recordings put
-- away before are the originals and keep their playable prefix.
alter table recordings add column header_hash text;

do $$
declare paired text;
begin
  select conname into strict paired from pg_constraint where conrelid = 'recordings'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) like '%playable_prefix_hash%';
  execute format('alter table recordings drop constraint %I', paired);
end $$;
alter table recordings add constraint recordings_put_away check (
  (hash is null) = (ended_at is null) and (hash is null) = (chain_hash is null)
  and (playable_prefix_hash is null) = (body_offset is null)
  and num_nonnulls(playable_prefix_hash, header_hash) = num_nonnulls(hash));
