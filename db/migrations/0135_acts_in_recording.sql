-- Owned by src/rooms and src/proofing: an act of the script counts only inside a recording of both sides.

-- When the first and the newest frame of a segment were made, on the wall clock: what holes are measured between.
alter table recordings add column recorded_from timestamptz;
alter table recordings add column recorded_until timestamptz;
update recordings set recorded_from = started_at,
  recorded_until = greatest(started_at, ended_at, last_chunk_at);
alter table recordings alter column recorded_from set not null;
alter table recordings alter column recorded_until set not null;
alter table recordings add check (recorded_until >= recorded_from);

-- A session counts from the instant at which both sides are recorded in it.
alter table room_sessions add column counts_from timestamptz;
update room_sessions s set counts_from = greatest(s.began_at, sides.since)
from (
  select s.id, max(m.since) as since
  from room_sessions s
  join lateral (
    select c.member, min(c.recorded_from) as since from recordings c
    where c.room_id = s.room_id and c.member in ('applicant', 'agent') and c.recorded_until > s.began_at
      and (s.voided_at is null or c.recorded_from < s.voided_at)
    group by c.member) m on true
  group by s.id having count(*) = 2) sides
where sides.id = s.id;
alter table room_sessions add check (counts_from >= began_at);

-- Where an act lies: the session, and the place in both sides' segments (ms from the beginning of each file).
-- Rows from before this migration have no place; they count for no new approval.
alter table proofing_steps
  add column session_id uuid references room_sessions,
  add column recording_id uuid references recordings,
  add column recording_offset_ms integer check (recording_offset_ms >= 0),
  add column agent_recording_id uuid references recordings,
  add column agent_offset_ms integer check (agent_offset_ms >= 0),
  add check (num_nulls(session_id, recording_id, recording_offset_ms, agent_recording_id, agent_offset_ms) in (0, 5));
alter table drawn_questions
  add column session_id uuid references room_sessions,
  add column recording_id uuid references recordings,
  add column recording_offset_ms integer check (recording_offset_ms >= 0),
  add column agent_recording_id uuid references recordings,
  add column agent_offset_ms integer check (agent_offset_ms >= 0),
  add check (num_nulls(session_id, recording_id, recording_offset_ms, agent_recording_id, agent_offset_ms) in (0, 5));
alter table question_answers
  add column session_id uuid references room_sessions,
  add column recording_id uuid references recordings,
  add column recording_offset_ms integer check (recording_offset_ms >= 0),
  add column agent_recording_id uuid references recordings,
  add column agent_offset_ms integer check (agent_offset_ms >= 0),
  add check (num_nulls(session_id, recording_id, recording_offset_ms, agent_recording_id, agent_offset_ms) in (0, 5));

-- A step is done once a session; what a void session had stays beside what is done again.
alter table proofing_steps drop constraint proofing_steps_pkey;
create unique index proofing_steps_of_session on proofing_steps (proofing_id, step, session_id);
create index on proofing_steps (proofing_id);

-- The same as src/rooms/recorded-session.ts asks: the holder is in, and both sides were recorded at that instant
-- (a chunk of each within the last three seconds). The argument names the column with the act's instant.
create function act_lies_in_recording() returns trigger language plpgsql as $$
declare act_at timestamptz := (to_jsonb(new) ->> tg_argv[0])::timestamptz;
begin
  if not exists (
    select 1 from proofings p
    join rooms r on r.id = p.room_id and r.closed_at is null
    join room_sessions s on s.id = new.session_id and s.room_id = r.id and s.voided_at is null and s.counts_from <= act_at
    join recordings h on h.id = new.recording_id and h.room_id = r.id and h.member = 'applicant'
      and h.recorded_from <= act_at and h.last_chunk_at >= act_at - interval '3 seconds'
    join recordings a on a.id = new.agent_recording_id and a.room_id = r.id and a.member = 'agent'
      and a.recorded_from <= act_at and a.last_chunk_at >= act_at - interval '3 seconds'
    where p.id = new.proofing_id and 'admitted' = (select outcome from admissions where room_id = r.id
      order by decided_at desc, id desc limit 1)
  ) then
    raise exception 'an act outside the recording of both sides' using errcode = '23514', constraint = 'act_lies_in_recording';
  end if;
  return new;
end $$;
create trigger act_lies_in_recording before insert or update on proofing_steps
  for each row execute function act_lies_in_recording('done_at');
create trigger act_lies_in_recording before insert or update on drawn_questions
  for each row execute function act_lies_in_recording('drawn_at');
create trigger act_lies_in_recording before insert or update on question_answers
  for each row execute function act_lies_in_recording('answered_at');

-- Of the newest draw: a void session's questions are drawn anew.
create function latest_draw(proofing uuid) returns table (draw_position integer, is_right boolean) language sql stable as $$
  select q.position, exists (select 1 from question_answers a
    where a.proofing_id = q.proofing_id and a.position = q.position and a.outcome = 'right')
  from drawn_questions q
  where q.proofing_id = proofing and q.session_id = (select session_id from drawn_questions
    where proofing_id = proofing order by position desc limit 1)
$$;

-- An approval needs every step of its rule pack in the session that counts (or kept from a void one, where the pack
-- says so; a consent never is), and of the questions as many right ones as the pack asks.
create function approval_lies_in_recording() returns trigger language plpgsql as $$
begin
  if new.outcome = 'approved' and exists (
    select 1 from proofings p
    join rule_packs k on k.id = p.rule_pack_id
    cross join lateral jsonb_array_elements(k.content -> 'script' -> 'steps') as wanted(part)
    where p.id = new.proofing_id and (
      not exists (
        select 1 from proofing_steps d join room_sessions s on s.id = d.session_id
        where d.proofing_id = p.id and d.step = part ->> 'key' and (s.voided_at is null or (part ->> 'kind' <> 'consent'
          and coalesce(k.content -> 'script' -> 'keptAfterBreak' ? (part ->> 'key'), false))))
      or (part ->> 'kind' = 'questions' and (
        select count(*) filter (where is_right) < least((k.content -> 'script' -> 'questions' ->> 'pass')::integer, count(*))
        from latest_draw(p.id))))
  ) then
    raise exception 'an approval without its whole script inside the recording'
      using errcode = '23514', constraint = 'approval_lies_in_recording';
  end if;
  return new;
end $$;
create trigger approval_lies_in_recording before insert on validations
  for each row execute function approval_lies_in_recording();
