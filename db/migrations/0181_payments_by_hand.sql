-- Owned by src/payments. Money that reached the AR by another way than a charge of ours: who wrote it down, how it came and why.
alter table payments
  alter column charge_id drop not null,
  alter column end_to_end_id drop not null,
  add column hand_means text check (hand_means in ('pix', 'transfer', 'card', 'cash', 'boleto', 'courtesy')),
  add column hand_reason text check (length(hand_reason) >= 10),
  add column hand_by uuid references agents,
  add constraint payment_has_one_origin check (
    num_nonnulls(charge_id, end_to_end_id) = 2 and num_nonnulls(hand_means, hand_reason, hand_by) = 0
    or num_nonnulls(charge_id, end_to_end_id) = 0 and num_nonnulls(hand_means, hand_reason, hand_by) = 3),
  add foreign key (order_id) references orders;
create index payments_by_hand on payments (recorded_at desc) where hand_by is not null;
