-- Owned by src/catalog. What the regulator or the AR may change is dated rows here, never code.
create table products (
  id uuid primary key,
  ra_id uuid not null references registration_authorities,
  code text not null check (code ~ '^[a-z0-9-]{2,40}$'), -- "e-cpf-a1-12"
  name text not null,                     -- "e-CPF A1"
  summary text not null,                  -- one plain sentence for the catalogue
  person text not null check (person in ('natural', 'legal')),
  certificate_type text not null check (certificate_type in ('A1', 'A3')),
  device text not null check (device in ('none', 'card', 'token')),
  validity_months integer not null check (validity_months between 1 and 60),
  slot_minutes integer not null check (slot_minutes in (15, 30, 45, 60)),
  price_centavos integer not null check (price_centavos > 0),
  position integer not null,
  active boolean not null default true,
  created_at timestamptz not null,
  unique (ra_id, code),
  check ((certificate_type = 'A1') = (device = 'none'))
);

create table eligibility_rules (
  id uuid primary key,
  ra_id uuid references registration_authorities, -- null: the installation's default table
  position integer not null,              -- first row that fits decides
  valid_from date not null,
  valid_until date,                       -- last day on which it still holds
  conditions jsonb not null,              -- {"validityMonthsAtMost": 12} | {"biometricsOnFile": true} | {}
  outcome text not null check (outcome in ('video', 'in-person')),
  words text not null,                    -- what the applicant reads
  unique nulls not distinct (ra_id, position, valid_from)
);

-- Seed S23: every 12-month certificate, or holders whose biometrics are already on file.
insert into eligibility_rules (id, ra_id, position, valid_from, conditions, outcome, words) values
  ('01900000-0000-7000-8000-000000000011', null, 1, '2020-01-01', '{"validityMonthsAtMost": 12}', 'video',
   'Certificados com validade de 12 meses podem ser validados por videoconferência.'),
  ('01900000-0000-7000-8000-000000000012', null, 2, '2020-01-01', '{"biometricsOnFile": true}', 'video',
   'Como sua biometria já está cadastrada na ICP-Brasil, você pode fazer tudo por videoconferência.'),
  ('01900000-0000-7000-8000-000000000013', null, 3, '2020-01-01', '{}', 'in-person',
   'Para validades acima de 12 meses, quem ainda não tem biometria cadastrada precisa ir a um posto de atendimento.');

create table rule_packs (
  id uuid primary key,
  ra_id uuid references registration_authorities, -- null: the installation's default
  name text not null,
  valid_from timestamptz not null,
  content jsonb not null,                 -- read by src/catalog/rule-pack.ts, which tells every field
  created_at timestamptz not null,
  unique nulls not distinct (ra_id, valid_from)
);

-- The pack we ship (DOC-ICP-05.05; numbers that the norm leaves open are ours). A later pack is a new row.
insert into rule_packs (id, ra_id, name, valid_from, created_at, content) values
  ('01900000-0000-7000-8000-000000000001', null, 'Confere 2026-11', '2020-01-01T00:00:00Z', '2026-11-23T00:00:00Z', $json$
{
  "applicant": { "minimumAge": 18 },
  "contact": { "confirm": ["email", "phone"], "codeMinutes": 10, "codeTries": 3, "codesPerHour": 5 },
  "lookup": { "perNumber": 6, "perAddress": 30, "windowMinutes": 15 },
  "booking": {
    "gridMinutes": 15, "noticeMinutes": 0, "horizonDays": 30,
    "holdMinutes": 15, "holdExtensionMinutes": 15, "maxReschedules": 5
  },
  "payment": { "chargeHours": 24 },
  "room": {
    "opensBeforeMinutes": 15, "diesAfterMinutes": 15, "agentLateMinutes": 5,
    "maxGapSeconds": 5, "minSessionMinutes": 4
  },
  "script": {
    "steps": [
      { "key": "consent", "kind": "consent", "title": "Gravação e consentimento",
        "say": "Esta chamada é gravada com data e hora e guardada com o seu pedido. Você concorda com a gravação? Responda em voz alta e toque em “Concordo”." },
      { "key": "alone", "kind": "checklist", "title": "Pessoa e ambiente",
        "say": "Você está sozinho? Tire boné, óculos escuros ou qualquer coisa que cubra o rosto.",
        "checks": ["O rosto está descoberto e bem iluminado", "Ninguém mais aparece nem fala", "O lugar é adequado e silencioso"] },
      { "key": "questions", "kind": "questions", "title": "Perguntas",
        "say": "Vou fazer algumas perguntas sobre os seus dados. Responda sem ler." },
      { "key": "face", "kind": "still", "still": "face", "title": "Foto do rosto",
        "say": "Olhe para a câmera, com o rosto inteiro no quadro, e fique parado." },
      { "key": "document-front", "kind": "still", "still": "document-front", "title": "Frente do documento",
        "say": "Mostre a frente do documento original, perto da câmera e sem reflexo." },
      { "key": "document-back", "kind": "still", "still": "document-back", "title": "Verso do documento",
        "say": "Agora mostre o verso do mesmo documento." },
      { "key": "same-document", "kind": "checklist", "title": "Comparação",
        "say": "Estou comparando o documento com o que você enviou. Leva um instante.",
        "checks": ["É o mesmo documento que foi enviado", "O número e a foto conferem", "O rosto da chamada é o do documento"] }
    ],
    "questions": {
      "draw": 5, "pass": 4,
      "catalogue": [
        { "key": "birth-date", "ask": "Qual é a sua data de nascimento?", "fact": "birthDate" },
        { "key": "cpf", "ask": "Quais são os números do seu CPF?", "fact": "cpf" },
        { "key": "email", "ask": "Qual e-mail você informou na compra?", "fact": "email" },
        { "key": "phone", "ask": "Qual telefone você informou na compra?", "fact": "phone" },
        { "key": "product", "ask": "Qual certificado você comprou?", "fact": "productName" },
        { "key": "placed-on", "ask": "Em que dia você fez o pedido?", "fact": "placedOn" },
        { "key": "company-name", "ask": "Qual é o nome da empresa do certificado?", "fact": "companyName" },
        { "key": "cnpj", "ask": "Qual é o CNPJ da empresa?", "fact": "cnpj" }
      ]
    },
    "replayShare": 0.3
  },
  "retentionYears": 10
}
$json$);
