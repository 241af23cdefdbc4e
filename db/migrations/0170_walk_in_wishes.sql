-- Owned by src/scheduling. "Atender agora" chosen while buying: once paid, the order goes into the line by itself.
create table walk_in_wishes (
  order_id uuid primary key references orders,
  wished_at timestamptz not null
);
