-- The least picture in which a document is legible (VC-13): every pack goes on as a later row that says it.
insert into rule_packs (id, ra_id, name, valid_from, created_at, content)
select gen_random_uuid(), ra_id, name, valid_from + interval '1 second', now(),
  jsonb_set(content, '{room,picture}', '{ "lines": 720, "frames": 15 }'::jsonb)
from (select distinct on (ra_id) * from rule_packs order by ra_id, valid_from desc) as latest;
