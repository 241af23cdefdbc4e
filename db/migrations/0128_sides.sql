-- A document of two sides is two places to fill, and one of the person serves every order of a purchase.
alter table papers
  add column side text check (side in ('front', 'back', 'both')),   -- what the sender says, or the name suggests
  add column shared_from uuid references papers;                    -- the same file where it was sent; null: sent here
alter table paper_reviews
  add column side text check (side in ('front', 'back', 'both'));
alter table paper_requirements
  add column sides smallint not null default 1 check (sides in (1, 2)),
  add column of_person boolean not null default false;              -- about the holder, whatever the order is for
-- The advice always asked for front and back; the rows now say it in a way that can be counted.
update paper_requirements set sides = 2, of_person = true where kind = 'identity';
