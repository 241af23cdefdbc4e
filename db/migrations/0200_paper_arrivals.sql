-- Owned by src/documents: a file that came and waits for its verdict. Its content is under the key of its batch, which is
-- destroyed with the last one of the batch: of a refused file nothing stays.
create table paper_arrivals (
  id uuid primary key,
  batch_id uuid not null,                 -- what came together: one form, one mail
  order_id uuid not null references orders,
  mail_id uuid references inbound_mails,
  source text not null check (source in ('upload', 'mail')),
  file_name text not null,
  kind text,                              -- what the sender says it is; null: nothing
  side text check (side in ('front', 'back', 'both')),
  hash text not null,
  bytes bigint not null,
  sender_is_holder boolean not null,
  received_at timestamptz not null,
  waits_until timestamptz,                -- the time of its order is used up until then
  handed_over_at timestamptz              -- the desk failed on it: a job of its own tries again, and tells a person
);
create index on paper_arrivals (order_id);
create index on paper_arrivals (batch_id);

-- The form or mail that a file came with, so that its page and its receipt can tell them together.
alter table papers add column batch_id uuid;
alter table papers add column judged_at timestamptz;
update papers set judged_at = received_at;
alter table papers alter column judged_at set not null;
create index on papers (batch_id);

-- How long the reading threads worked for an order's files in an hour, by where they came from: whoever mails files to
-- somebody else's order uses up nothing of its holder's.
create table paper_time (
  order_id uuid not null references orders,
  source text not null check (source in ('upload', 'mail')),
  hour timestamptz not null,
  milliseconds integer not null,
  primary key (order_id, source, hour)
);

-- Names of files of a mail that were not taken, because its order holds as many as it may.
alter table inbound_mails add column left_out text[] not null default '{}';
create index unopened_mails on inbound_mails (received_at) where opened_at is null;
