-- Owned by src/people.
create extension if not exists btree_gist;

create table registration_authorities (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,40}$'),
  name text not null,
  cnpj text not null check (cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'),
  phone text not null,
  email text not null,
  opening_hours text not null,            -- words for the holder: "segunda a sexta, 8h às 18h"
  address text not null default '',
  municipality_code text not null default '', -- IBGE, 7 digits
  papers_address text not null unique,    -- where holders mail their papers
  look jsonb not null default '{}',       -- design tokens that this AR overrides
  created_at timestamptz not null
);

create table agents (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  name text not null,
  cpf text not null check (cpf ~ '^[0-9]{11}$'),
  email text not null unique check (email = lower(email)),
  roles text[] not null check (roles <@ array['agent', 'verifier', 'manager', 'auditor'] and cardinality(roles) > 0),
  password_hash text,                     -- null until the invitation is accepted
  suspended_at timestamptz,
  created_at timestamptz not null,
  unique (ra_id, cpf)
);

create table passkeys (
  id text primary key,                    -- credential id, base64url
  agent_id uuid not null references agents,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);

create table webauthn_challenges (
  challenge text primary key,
  agent_id uuid references agents,
  purpose text not null check (purpose in ('register', 'sign-in')),
  expires_at timestamptz not null
);

create table agent_sessions (
  token_hash text primary key,
  agent_id uuid not null references agents,
  second_factor boolean not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index on agent_sessions (agent_id);

create table invitations (
  token_hash text primary key,
  agent_id uuid references agents,        -- null: creates the installation's first AR and manager
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Sign-ins that did not succeed; account and address as keyed hashes, swept by the next success.
create table sign_in_misses (
  id bigint generated always as identity primary key,
  account_hash text not null,
  address_hash text not null,
  at timestamptz not null
);
create index on sign_in_misses (account_hash, at);
create index on sign_in_misses (address_hash, at);
