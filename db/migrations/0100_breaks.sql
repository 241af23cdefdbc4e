-- Owned by src/scheduling: a break of each day is one row a day, made in one act and taken back in one.
alter table agenda_blocks
  add column series uuid,                 -- kind "break": the act that made the row; null: it stands alone
  add check (series is null or kind = 'break');
create index on agenda_blocks (series) where series is not null;
