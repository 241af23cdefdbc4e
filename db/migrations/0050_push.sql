-- Owned by src/push: browsers that asked to be told when their turn comes. Gone when the room ends; no history is kept.
create table push_subscriptions (
  order_id uuid not null references orders,
  endpoint_hash text not null,            -- keyed hash: one row a browser, without its address in clear
  sealed bytea not null,                  -- address and keys, under the installation's key
  allowed_at timestamptz not null,        -- the press of the button
  primary key (order_id, endpoint_hash)
);
