-- Owned by src/people. Whether this database was begun as a demonstration: its accounts were printed and its money was
-- pretended, so it is never run in earnest, nor is one in earnest opened to the demonstration's accounts.
create table installation_kind (
  only_one boolean primary key default true check (only_one),
  demo boolean not null,
  declared_at timestamptz not null
);
insert into installation_kind (demo, declared_at)
  select bool_or(slug = 'ar-horizonte' and cnpj = '12ABC34501DE35'), now() from registration_authorities having count(*) > 0;
create trigger installation_kind_append_only before update or delete on installation_kind
  for each row execute function refuse_rewriting();
