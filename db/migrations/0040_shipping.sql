-- Shipping of cards and tokens: what the AR's office recorded. A sending again (lost, wrong code) is another row;
-- the newest counts. Arrived once.
create table shipments (
  id uuid primary key,
  order_id uuid not null references orders,
  carrier text not null check (length(carrier) between 2 and 60),
  tracking_code text not null check (tracking_code ~ '^[A-Z0-9-]{5,40}$'),
  shipped_at timestamptz not null,
  shipped_by uuid not null references agents,
  unique (order_id, tracking_code)
);
create table deliveries (
  order_id uuid primary key references orders,
  shipment_id uuid not null references shipments,
  delivered_at timestamptz not null,
  recorded_by uuid not null references agents
);
create trigger shipments_append_only before update or delete on shipments for each row execute function refuse_change();
create trigger deliveries_append_only before update or delete on deliveries for each row execute function refuse_change();
