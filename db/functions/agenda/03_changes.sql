-- Owned by src/scheduling: whatever says when an agent works lays their days out anew, in the same transaction.

create or replace function agenda_changed() returns trigger
language plpgsql as $$
begin
  perform agenda_refresh(array(select agent_id from changed));
  return null;
end $$;

create or replace trigger hours_added after insert on agenda_hours referencing new table as changed
  for each statement execute function agenda_changed();
create or replace trigger hours_changed after update on agenda_hours referencing new table as changed
  for each statement execute function agenda_changed();
create or replace trigger hours_removed after delete on agenda_hours referencing old table as changed
  for each statement execute function agenda_changed();
create or replace trigger exceptions_added after insert on agenda_exceptions referencing new table as changed
  for each statement execute function agenda_changed();
create or replace trigger exceptions_changed after update on agenda_exceptions referencing new table as changed
  for each statement execute function agenda_changed();
create or replace trigger exceptions_removed after delete on agenda_exceptions referencing old table as changed
  for each statement execute function agenda_changed();
create or replace trigger blocks_added after insert on agenda_blocks referencing new table as changed
  for each statement execute function agenda_changed();
create or replace trigger blocks_changed after update on agenda_blocks referencing new table as changed
  for each statement execute function agenda_changed();
create or replace trigger blocks_removed after delete on agenda_blocks referencing old table as changed
  for each statement execute function agenda_changed();

create or replace function holidays_changed() returns trigger
language plpgsql as $$
begin
  perform agenda_refresh(array(select a.id from agents a join registration_authorities r on r.id = a.ra_id
    where exists (select from changed h
      where (h.state is null and h.ra_id is null) or h.ra_id = r.id or h.state = left(r.municipality_code, 2))));
  return null;
end $$;

create or replace trigger holidays_added after insert on holidays referencing new table as changed
  for each statement execute function holidays_changed();
create or replace trigger holidays_removed after delete on holidays referencing old table as changed
  for each statement execute function holidays_changed();

create or replace function authority_moved() returns trigger
language plpgsql as $$
begin
  perform agenda_refresh(array(select id from agents where ra_id = new.id));
  return null;
end $$;

create or replace trigger authority_moved after update of municipality_code on registration_authorities
  for each row when (left(old.municipality_code, 2) <> left(new.municipality_code, 2)) execute function authority_moved();
