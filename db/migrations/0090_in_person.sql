-- Owned by src/orders: an order is attended by video, or in person at a site of its AR.
alter table sites add unique (id, ra_id);
alter table orders
  add column attendance text not null default 'video' check (attendance in ('video', 'in-person')),
  add column site_id uuid,
  add foreign key (site_id, ra_id) references sites (id, ra_id),
  add constraint in_person_names_its_site check ((attendance = 'in-person') = (site_id is not null));

-- The check of 0004 that a placed order is whole and may use video: now it may, or is attended in person.
do $$
declare
  v_check text;
begin
  select conname into strict v_check from pg_constraint
  where conrelid = 'orders'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%eligibility_outcome%partner%';
  execute format('alter table orders drop constraint %I', v_check);
end $$;
alter table orders add constraint placed_is_whole check (placed_at is null or origin = 'partner'
  or (applicant_name is not null and cpf is not null and birth_date is not null and email is not null
    and phone is not null and (eligibility_outcome = 'video' or attendance = 'in-person')));
