-- Owned by src/dossiers. Who opened which thing of a case in which hour: each leaves one entry in the order's trail, not one a
-- piece of a film.
create table evidence_openings (
  order_id uuid not null references orders,
  agent_id uuid not null references agents,
  thing text not null,                    -- "paper:<id>", "still:<id>", "recording:<id>", "item:<position>", "export:<proofing>:<stage>"
  hour timestamptz not null,
  primary key (order_id, agent_id, thing, hour)
);
