-- Owned by src/payments.
create table charges (
  id uuid primary key,
  order_id uuid not null references orders,
  provider text not null,                 -- "simulated" | "pix-bacen"
  txid text not null unique check (txid ~ '^[a-zA-Z0-9]{26,35}$'),
  amount_centavos integer not null check (amount_centavos > 0),
  brcode text,                            -- null until the provider answered
  created_at timestamptz not null,
  expires_at timestamptz not null,
  cancelled_at timestamptz
);
create unique index one_open_charge_per_order on charges (order_id) where cancelled_at is null;

-- A fact: money arrived. Credited once, whatever the provider repeats.
create table payments (
  id uuid primary key,
  charge_id uuid not null unique references charges,
  order_id uuid not null,
  end_to_end_id text not null unique,
  amount_centavos integer not null,
  paid_at timestamptz not null,
  recorded_at timestamptz not null
);
create unique index one_payment_per_order on payments (order_id);
