-- Owned by src/documents.
create table inbound_mails (
  id uuid primary key,
  raw_hash text not null unique,          -- sha-256 of the message as received; the same message twice is one row
  bytes bigint not null,
  envelope_from text not null,
  envelope_to text[] not null,
  received_at timestamptz not null,
  message_id text,
  subject text,
  sender text,
  kind text check (kind in ('person', 'bounce', 'auto', 'list')),
  documents integer,                      -- files found inside, papers or not
  warnings text[] not null default '{}',
  outcome text check (outcome in ('matched', 'unmatched', 'ambiguous', 'automatic', 'unreadable', 'handled')),
  order_id uuid references orders,
  opened_at timestamptz,                  -- null: still in the spool; afterwards kept as blob of the installation
  handled_by uuid references agents,
  handled_at timestamptz,
  check ((opened_at is null) = (outcome is null)),
  check (outcome is distinct from 'matched' or order_id is not null)
);
create index on inbound_mails (outcome, received_at);

create table papers (
  id uuid primary key,
  order_id uuid not null references orders,
  mail_id uuid references inbound_mails,
  source text not null check (source in ('upload', 'mail')),
  file_name text not null,                -- sanitised, for display only
  kind text,                              -- what the sender says it is, or its name suggests; null: not known
  media_type text not null,
  hash text not null,                     -- of an accepted one: blob under the order's key; a refused one is not kept
  bytes bigint not null,
  pages integer not null,
  verdict text not null check (verdict in ('accepted', 'refused')),
  reason text,                            -- refusal code from the catalogue
  sender_is_holder boolean not null,
  received_at timestamptz not null,
  check ((verdict = 'refused') = (reason is not null))
);
create unique index same_paper_once on papers (order_id, hash);

create table paper_reviews (
  id uuid primary key,
  paper_id uuid not null references papers,
  agent_id uuid not null references agents,
  outcome text not null check (outcome in ('accepted', 'refused')),
  kind text not null,                     -- what the agent says it is: "identity", "company", …
  note text not null default '',
  reviewed_at timestamptz not null
);
create index on paper_reviews (paper_id);

-- Which papers an order needs; the regulator changes it, so rows are dated, never edited.
create table paper_requirements (
  id uuid primary key,
  ra_id uuid references registration_authorities, -- null: every AR
  person text not null check (person in ('natural', 'legal')),
  kind text not null,
  position integer not null,
  title text not null,                    -- what the holder reads
  advice text not null,
  name_hints text[] not null default '{}', -- words in a file name that suggest it
  valid_from date not null,
  valid_until date,
  unique nulls not distinct (ra_id, person, kind, valid_from)
);
-- DOC-ICP-05 §3.2.2 (company) and §3.2.3 (person): what is asked before the videoconference.
insert into paper_requirements (id, person, kind, position, title, advice, name_hints, valid_from) values
  ('01900000-0000-7000-8000-000000000001', 'natural', 'identity', 1, 'Documento de identidade com foto',
   'CNH, RG, passaporte ou carteira de classe: frente e verso, dentro da validade.',
   '{IDENTIDADE,RG,CNH,HABILITACAO,PASSAPORTE,RNE,CRNM,CIN,OAB,CRM,CREA}', '2020-01-01'),
  ('01900000-0000-7000-8000-000000000002', 'legal', 'identity', 1, 'Documento de identidade do responsável',
   'CNH, RG, passaporte ou carteira de classe: frente e verso, dentro da validade.',
   '{IDENTIDADE,RG,CNH,HABILITACAO,PASSAPORTE,RNE,CRNM,CIN,OAB,CRM,CREA}', '2020-01-01'),
  ('01900000-0000-7000-8000-000000000003', 'legal', 'company', 2, 'Documento da empresa',
   'Contrato social consolidado, estatuto com ata de eleição, requerimento de empresário ou CCMEI, com registro.',
   '{CONTRATO,SOCIAL,ESTATUTO,ATA,CCMEI,MEI,REQUERIMENTO,EMPRESA,CONSTITUTIVO,CNPJ,ALTERACAO}', '2020-01-01');
