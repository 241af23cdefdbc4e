-- Owned by src/proofing: what the second person watched are pieces of the sitting, not of one side's file.
alter table replays add column from_at timestamptz;
alter table replays add column to_at timestamptz;
update replays p set from_at = r.started_at + p.from_ms * interval '1 millisecond',
  to_at = r.started_at + p.to_ms * interval '1 millisecond'
from recordings r where r.id = p.recording_id;
alter table replays
  alter column from_at set not null,
  alter column to_at set not null,
  drop column recording_id,
  drop column from_ms,
  drop column to_ms,
  add check (to_at > from_at);

-- What the second person ticked off, in the words they read.
alter table verifications add column checks text[] not null default '{}';

-- How the second person verifies is data: every pack goes on as a later row with the new section.
insert into rule_packs (id, ra_id, name, valid_from, created_at, content)
select gen_random_uuid(), ra_id, name, valid_from + interval '1 second', now(), (content #- '{script,replayShare}') || $json${
  "verification": {
    "replay": {
      "share": 0.9, "fastest": 1.5, "keys": ["consent", "questions", "captures"], "marginSeconds": 4, "leaveOut": ["pauses"]
    },
    "checks": [
      "Ouvi cada pergunta e cada resposta e concordo com o que o agente marcou",
      "O consentimento foi dado dentro da gravação",
      "O rosto da chamada é o do documento",
      "O documento mostrado é o mesmo que foi enviado: número, foto, frente e verso",
      "Cada foto enviada mostra o mesmo que a gravação naquele instante",
      "O titular estava sozinho e ninguém o orientou",
      "Os dados do pedido são os dos documentos"
    ],
    "returns": { "most": 2, "hours": 24 }
  }
}$json$::jsonb
from (select distinct on (ra_id) * from rule_packs order by ra_id, valid_from desc) as latest;
