-- Owned by src/issuance. Order number and CPF open the order's page, and others may know both: to get the certificate
-- into this browser its user must also read the holder's e-mail (confirmed at purchase).
create table issuance_codes (
  id uuid primary key,
  order_id uuid not null references orders,
  access_hash text not null,              -- the browser that asked; the code is worth nothing in another
  code_hash text not null,
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create index on issuance_codes (order_id, created_at);
