-- Owned by src/rooms. A page that lost its line sends what was typed again, under the key it gave it: it is one line.
alter table room_lines add column key uuid;
create unique index one_line_per_key on room_lines (room_id, author, key) where key is not null;
