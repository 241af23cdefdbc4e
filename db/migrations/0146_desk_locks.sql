-- Owned by src/people. When a person last did something at the desk; a page that looks for news by itself is no person.
alter table agent_sessions add column active_at timestamptz;
update agent_sessions set active_at = seen_at;
alter table agent_sessions alter column active_at set not null;
