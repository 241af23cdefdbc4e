-- Owned by src/people: where an AR attends in person. A closed site stays as a row; holders are shown the open ones.
create table sites (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  name text not null,
  address text not null,
  opening_hours text not null,            -- words for the holder: "segunda a sexta, 9h às 17h"
  notes text not null default '',         -- how to book there, where to park, which door
  created_at timestamptz not null,
  closed_at timestamptz
);
create unique index one_open_site_per_name on sites (ra_id, lower(name)) where closed_at is null;
