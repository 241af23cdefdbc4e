-- Owned by src/payments. A charge asks for a whole purchase; its items tell how much of it each order is.
create table charge_items (
  charge_id uuid not null references charges,
  order_id uuid not null references orders,
  amount_centavos integer not null check (amount_centavos > 0),
  primary key (charge_id, order_id)
);
create index on charge_items (order_id);
insert into charge_items (charge_id, order_id, amount_centavos) select id, order_id, amount_centavos from charges;

alter table charges add column purchase_id uuid references purchases;
update charges c set purchase_id = o.purchase_id from orders o where o.id = c.order_id;
drop index one_open_charge_per_order;
alter table charges alter column purchase_id set not null, drop column order_id;
create unique index one_open_charge_per_purchase on charges (purchase_id) where cancelled_at is null;

-- One Pix is a row for each order it paid, with that order's part of the sum: credited once for each, all at once.
alter table payments
  drop constraint payments_charge_id_key,
  drop constraint payments_end_to_end_id_key,
  add foreign key (charge_id, order_id) references charge_items,
  add constraint pix_is_credited_once unique (end_to_end_id, order_id),
  add constraint pix_settles_one_charge exclude using gist (end_to_end_id with =, charge_id with <>),
  add constraint charge_is_settled_once exclude using gist (charge_id with =, end_to_end_id with <>);
