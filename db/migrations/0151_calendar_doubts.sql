-- Owned by src/scheduling: what of an outside calendar could not be taken at its word at the last reading that went well.
alter table agent_calendars
  add column left_out integer not null default 0,             -- events that could not be read, or not whole
  add column unknown_zones text[] not null default '{}',      -- names of time zones that nobody knows, three at most
  add column is_cut boolean not null default false;           -- the file ended before its calendar did
