-- Owned by src/catalog. When a kind of certificate can be issued here, and so may be sold. A date of the installation, not of
-- an AR: nobody takes money for what cannot come. An A3 gets its row with the version that issues on cards and tokens.
create table sale_periods (
  certificate_type text not null check (certificate_type in ('A1', 'A3')),
  valid_from date not null,
  valid_until date,                        -- the last day; null: open
  primary key (certificate_type, valid_from),
  check (valid_until >= valid_from)
);
insert into sale_periods (certificate_type, valid_from) values ('A1', '2020-01-01');
