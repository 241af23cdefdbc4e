-- Owned by src/orders. The token of a browser is drawn anew at every gain of right, and the old one lives on for the press
-- that is under way. What a browser proved for an order goes along by `access_id`; a proof draws another.
alter table order_accesses
  add column access_id uuid not null default gen_random_uuid(),
  add column ends_with_tab boolean not null default false,  -- "este aparelho não é meu"
  add column tab_left_at timestamptz;                       -- its last page went away and none has come back yet
alter table order_accesses alter column access_id drop default;
create index on order_accesses (access_id);
create index on order_accesses (expires_at);

-- Owned by src/issuance. The code is worth something in the browser that asked, the proof only in the one that it came from.
alter table issuance_codes add column access_id uuid, add column confirmed_access_id uuid;
update issuance_codes c set access_id = a.access_id from order_accesses a
  where a.token_hash = c.access_hash and a.order_id = c.order_id;
update issuance_codes set access_id = gen_random_uuid() where access_id is null;
update issuance_codes set confirmed_access_id = access_id where confirmed_at is not null;
alter table issuance_codes
  alter column access_id set not null,
  drop column access_hash,
  add check ((confirmed_at is null) = (confirmed_access_id is null));

-- Owned by src/rooms. Who leaves a seat gives it up for good: its cookie opens nothing any more.
alter table camera_passes add column left_at timestamptz;
alter table guest_passes add column left_at timestamptz;
