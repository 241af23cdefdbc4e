-- Owned by src/notifications. Every message to a person is a row first; delivery is a job.
create table messages (
  id uuid primary key,
  order_id uuid references orders,
  ra_id uuid references registration_authorities,
  channel text not null check (channel in ('email', 'sms')),
  template text not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  sealed_code bytea,                      -- one-time code for the place "{code}" of the bodies; erased once sent
  calendar text,                          -- iCalendar object, with its method
  calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  dedupe_key text not null unique,
  created_at timestamptz not null,
  sent_at timestamptz,
  sent_via text check (sent_via in ('smtp', 'sms', 'mailbox')),
  failed_at timestamptz,                  -- given up; a failed attempt that will be repeated only counts
  attempts integer not null default 0,
  last_error text,
  in_reply_to text,
  check ((sent_at is null) = (sent_via is null)),
  check (sent_at is null or failed_at is null),
  check ((calendar is null) = (calendar_method is null))
);
create index on messages (order_id, created_at);
create index on messages (created_at);
