-- Owned by src/notifications. One subject, one letter in some minutes: what is written meanwhile waits and goes in one.
alter table messages
  add column topic text,                    -- what it speaks of (src/notifications/letter-pace.ts); null: never held, counts for nothing
  add column leaves_at timestamptz,         -- when it left the house's hands, or is to; null: written before this rule, or without topic
  add column held boolean not null default false,
  add column letter jsonb,                  -- the words of one that is held, to be summed up from
  add column summed_into uuid references messages,
  add constraint held_letter_has_its_words check (not held or (letter is not null and topic is not null and leaves_at is not null));
create index on messages (order_id, topic, leaves_at) where topic is not null;
