-- Owned by src/rooms. A room may be held at a meeting provider that the AR works with; our page of the room stays the door to it.
create table meeting_providers (
  name text primary key,
  title text not null                     -- as the holder reads it
);
insert into meeting_providers (name, title) values ('own', 'sala deste site');

-- Decided when the room is made, by the rule pack of its day, and never again: another one needs another appointment.
alter table rooms add column provider text not null default 'own' references meeting_providers;

-- What a provider outside made for a room, and when it was taken back there.
create table room_meetings (
  room_id uuid primary key references rooms,
  ref text not null,
  holder_url text not null,
  agent_url text not null,
  made_at timestamptz not null,
  cancelled_at timestamptz
);
