-- Owned by src/scheduling: holders who are here now and take the next agent who is free, in the order of their coming.
create table walk_ins (
  id uuid primary key,
  order_id uuid not null references orders,
  ra_id uuid not null references registration_authorities,
  product_id uuid not null references products,
  holder_cpf text not null,
  language text not null default 'pt-BR',
  joined_at timestamptz not null,
  lapses_at timestamptz not null,         -- who is not called by then has gone home
  ended_at timestamptz,
  appointment_id uuid references appointments, -- set when called
  check (appointment_id is null or ended_at is not null)
);
create unique index one_wait_per_order on walk_ins (order_id) where ended_at is null;
create index on walk_ins (ra_id, joined_at) where ended_at is null;
