-- Owned by src/orders.
create sequence order_numbers start 1000;

create table orders (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  product_id uuid not null references products,
  number text unique,                     -- "CERTI" + digits with check digit, or a partner's "17…"; null while a draft
  origin text not null default 'own' check (origin in ('own', 'partner')),
  price_centavos integer not null check (price_centavos > 0),
  applicant_name text,
  cpf text check (cpf ~ '^[0-9]{11}$'),
  birth_date date,
  email text,
  phone text,                             -- E.164 digits, "+5511…"
  company_name text,
  cnpj text check (cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'),
  biometrics_answer boolean,              -- "já tem biometria cadastrada?"
  eligibility_rule_id uuid references eligibility_rules,
  eligibility_outcome text check (eligibility_outcome in ('video', 'in-person')),
  eligibility_decided_at timestamptz,
  email_confirmed_at timestamptz,
  phone_confirmed_at timestamptz,
  terms_version text,
  terms_accepted_at timestamptz,
  created_at timestamptz not null,
  placed_at timestamptz,
  cancelled_at timestamptz,
  cancelled_reason text,
  check ((number is null) = (placed_at is null)),
  check (placed_at is null or (applicant_name is not null and cpf is not null and birth_date is not null
    and email is not null and phone is not null and eligibility_outcome = 'video') or origin = 'partner'),
  check ((cancelled_at is null) = (cancelled_reason is null))
);
create index on orders (ra_id, placed_at);
create index on orders (cpf);
create index on orders (cnpj);

create table contact_codes (
  id uuid primary key,
  order_id uuid not null references orders,
  channel text not null check (channel in ('email', 'phone')),
  destination text not null,
  code_hash text not null,                -- keyed hash: six digits alone could be guessed back from a plain one
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create index on contact_codes (order_id, channel);

-- A browser that proved it may see an order (started it, or gave number + CPF/CNPJ). One cookie may open several orders.
create table order_accesses (
  token_hash text not null,
  order_id uuid not null references orders,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (token_hash, order_id)
);
create index on order_accesses (order_id);

-- Look-ups by number + CPF/CNPJ, counted against guessing. Keys are keyed hashes: no address, no number in clear.
create table order_lookups (
  key text not null,
  looked_at timestamptz not null
);
create index on order_lookups (key, looked_at);
