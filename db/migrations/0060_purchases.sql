-- Owned by src/orders. What one holder buys in one act: one contact confirmed, one chain of times, one payment. Most
-- purchases are of one certificate; every order is one certificate and belongs to one purchase for good.
create table purchases (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  created_at timestamptz not null,
  unique (id, ra_id)
);
insert into purchases (id, ra_id, created_at) select id, ra_id, created_at from orders;

alter table orders
  add column purchase_id uuid,
  add column purchase_position integer not null default 1 check (purchase_position > 0); -- in which it was put together
update orders set purchase_id = id;
alter table orders
  alter column purchase_id set not null,
  add unique (purchase_id, purchase_position),
  add foreign key (purchase_id, ra_id) references purchases (id, ra_id),
  -- Judged at the end of a statement: one update gives all of them another holder.
  add constraint purchase_has_one_holder
    exclude using gist (purchase_id with =, cpf with <>) where (cancelled_at is null) deferrable;
