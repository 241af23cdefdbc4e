-- Owned by src/notifications. A letter about a whole purchase is shown on the page of each of its orders.
alter table messages add column purchase_id uuid references purchases;
create index on messages (purchase_id) where purchase_id is not null;
