import { type Reader, sql } from "../platform/database.ts";

type RowQuery = ReturnType<typeof sql<{ row: unknown }>>;

/** Rows as the database holds them; the kind is the file's name in the dossier. */
export type RowEvidence = { kind: string; rows: unknown };

/** Content that already lies in the order's blobs. */
export type FileEvidence = {
  kind: string;
  name: string;
  mediaType: string;
  hash: string;
  bytes: number;
  about: Record<string, unknown>;
};

async function rowsOf(reader: Reader, query: RowQuery): Promise<unknown[]> {
  return (await query.execute(reader)).rows.map(({ row }) => row);
}

/** Everything about the order that is rows: what was bought, paid, booked, sent, decided, by whom and when. */
export async function rowEvidence(reader: Reader, orderId: string): Promise<RowEvidence[]> {
  const all: [string, RowQuery][] = [
    ["order", sql`select to_jsonb(o) as row from orders o where o.id = ${orderId}`],
    [
      "product",
      sql`select to_jsonb(p) as row from products p join orders o on o.product_id = p.id where o.id = ${orderId}`,
    ],
    [
      "registration-authority",
      sql`select to_jsonb(r) - 'look' as row from registration_authorities r join orders o on o.ra_id = r.id where o.id = ${orderId}`,
    ],
    [
      "contacts",
      sql`select to_jsonb(c) - 'code_hash' as row from contact_codes c where c.order_id = ${orderId} order by c.created_at`,
    ],
    [
      "charges",
      sql`select to_jsonb(c) || jsonb_build_object('order_id', i.order_id, 'order_amount_centavos', i.amount_centavos) as row
        from charges c join charge_items i on i.charge_id = c.id where i.order_id = ${orderId} order by c.created_at`,
    ],
    ["payments", sql`select to_jsonb(p) as row from payments p where p.order_id = ${orderId}`],
    [
      "appointments",
      sql`select to_jsonb(a) as row from appointments a where a.order_id = ${orderId} order by a.created_at`,
    ],
    ["mails", sql`select to_jsonb(m) as row from inbound_mails m where m.order_id = ${orderId} order by m.received_at`],
    [
      // What was refused is not kept: its name, the reason and the hash stand for it.
      "refused-papers",
      sql`select jsonb_build_object('id', p.id, 'name', p.file_name, 'reason', p.reason, 'sha256', p.hash, 'bytes', p.bytes,
          'source', p.source, 'received_at', p.received_at) as row
        from papers p where p.order_id = ${orderId} and p.verdict = 'refused' order by p.received_at`,
    ],
    ["papers", sql`select to_jsonb(p) as row from papers p where p.order_id = ${orderId} order by p.received_at`],
    [
      "paper-reviews",
      sql`select to_jsonb(v) as row from paper_reviews v join papers p on p.id = v.paper_id where p.order_id = ${orderId} order by v.reviewed_at`,
    ],
    ["rooms", sql`select to_jsonb(r) as row from rooms r where r.order_id = ${orderId} order by r.created_at`],
    [
      "lobby",
      sql`select to_jsonb(l) as row from lobby_entries l join rooms r on r.id = l.room_id where r.order_id = ${orderId} order by l.entered_at`,
    ],
    [
      "admissions",
      sql`select to_jsonb(a) as row from admissions a join rooms r on r.id = a.room_id where r.order_id = ${orderId} order by a.decided_at`,
    ],
    [
      "messages",
      sql`select to_jsonb(l) as row from room_lines l join rooms r on r.id = l.room_id where r.order_id = ${orderId} order by l.written_at`,
    ],
    [
      "recordings",
      sql`select to_jsonb(c) as row from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} order by c.started_at`,
    ],
    [
      "room-sessions",
      sql`select to_jsonb(s) as row from room_sessions s join rooms r on r.id = s.room_id where r.order_id = ${orderId} order by s.began_at`,
    ],
    [
      "seats",
      sql`select to_jsonb(t) as row from room_seats t join rooms r on r.id = t.room_id where r.order_id = ${orderId} order by t.first_seen_at, t.id`,
    ],
    [
      "device-tests",
      sql`select to_jsonb(k) as row from readiness_checks k where k.order_id = ${orderId} order by k.taken_at`,
    ],
    [
      "recording-heads",
      sql`select to_jsonb(h) as row from recording_heads h join rooms r on r.id = h.room_id where r.order_id = ${orderId} order by h.signed_at, h.id`,
    ],
    [
      "stills",
      sql`select to_jsonb(s) - 'nonce_hash' as row from stills s join rooms r on r.id = s.room_id where r.order_id = ${orderId} order by s.asked_at`,
    ],
    ["proofings", sql`select to_jsonb(p) as row from proofings p where p.order_id = ${orderId} order by p.started_at`],
    [
      "rule-packs",
      sql`select to_jsonb(k) as row from rule_packs k where k.id in (select rule_pack_id from proofings where order_id = ${orderId})`,
    ],
    ...[
      "proofing_steps",
      "drawn_questions",
      "question_answers",
      "validations",
      "verifications",
      "replays",
      "returns",
    ].map((table): [string, RowQuery] => [
      table.replaceAll("_", "-"),
      sql`select to_jsonb(x) as row from ${sql.table(table)} x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId} order by to_jsonb(x)::text`,
    ]),
    [
      "certificate-fields",
      sql`select to_jsonb(f) as row from certificate_fields f where f.order_id = ${orderId} order by f.written_at, f.id`,
    ],
    [
      "return-answers",
      sql`select to_jsonb(w) as row from return_answers w join returns r on r.id = w.return_id
        join proofings p on p.id = r.proofing_id where p.order_id = ${orderId} order by w.answered_at`,
    ],
    [
      "agents",
      sql`select jsonb_build_object('id', a.id, 'name', a.name, 'cpf', a.cpf, 'roles', a.roles) as row from agents a
        where a.id in (
          select v.agent_id from validations v join proofings p on p.id = v.proofing_id where p.order_id = ${orderId}
          union select w.agent_id from verifications w join proofings p on p.id = w.proofing_id where p.order_id = ${orderId}
          union select s.done_by from proofing_steps s join proofings p on p.id = s.proofing_id where p.order_id = ${orderId}
          union select q.answered_by from question_answers q join proofings p on p.id = q.proofing_id where p.order_id = ${orderId}
          union select y.agent_id from replays y join proofings p on p.id = y.proofing_id where p.order_id = ${orderId}
          union select p.agent_id from proofings p where p.order_id = ${orderId}
          union select d.agent_id from admissions d join rooms r on r.id = d.room_id where r.order_id = ${orderId}
          union select c.asked_by from stills c join rooms r on r.id = c.room_id where r.order_id = ${orderId}
          union select t.agent_id from room_seats t join rooms r on r.id = t.room_id where r.order_id = ${orderId}
          union select x.agent_id from paper_reviews x join papers f on f.id = x.paper_id where f.order_id = ${orderId}
          union select r.agent_id from rooms r where r.order_id = ${orderId}
        ) order by a.id`,
    ],
  ];
  const evidence: RowEvidence[] = [];
  for (const [kind, query] of all) evidence.push({ kind, rows: await rowsOf(reader, query) });
  return evidence.filter(({ rows }) => (rows as unknown[]).length > 0);
}

/** Everything about the order that is files: papers, captures, recordings with their chain logs and their report. */
export async function fileEvidence(reader: Reader, orderId: string): Promise<FileEvidence[]> {
  const { rows } = await sql<FileEvidence>`
    select 'paper' as kind, p.file_name as name, p.media_type as "mediaType", p.hash, p.bytes,
           jsonb_build_object('id', p.id, 'source', p.source, 'verdict', p.verdict) as about, p.received_at as at
    from papers p where p.order_id = ${orderId} and p.verdict = 'accepted'
    union all
    select 'still', s.kind || '.jpg', 'image/jpeg', s.hash, s.bytes, jsonb_build_object('id', s.id, 'kind', s.kind), s.received_at
    from stills s join rooms r on r.id = s.room_id where r.order_id = ${orderId} and s.hash is not null
    union all
    select 'recording', c.member || '-' || c.segment || '.webm', 'video/webm', c.hash, -1,
           jsonb_build_object('id', c.id, 'chainHead', c.chain_head, 'chunks', c.chunks), c.started_at
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} and c.hash is not null
    union all
    select 'recording-header', c.member || '-' || c.segment || '.webm.header', 'application/octet-stream', c.header_hash, -1,
           jsonb_build_object('recording', c.id), c.started_at
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} and c.header_hash is not null
    union all
    select 'recording-log', c.member || '-' || c.segment || '.webm.chain', 'application/x-ndjson', c.chain_hash, -1,
           jsonb_build_object('recording', c.id), c.started_at
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} and c.chain_hash is not null
    union all
    select 'recording-report', 'recording-report.json', 'application/json', r.report_hash, -1,
           jsonb_build_object('room', r.id), r.closed_at
    from rooms r where r.order_id = ${orderId} and r.report_hash is not null
    order by at`.execute(reader);
  return rows.map(({ kind, name, mediaType, hash, bytes, about }) => ({ kind, name, mediaType, hash, bytes, about }));
}

/** Messages received for the order; their raw content lies under the installation's key until it is copied here. */
export async function mailEvidence(reader: Reader, orderId: string): Promise<{ id: string; rawHash: string }[]> {
  const { rows } = await sql<{ id: string; rawHash: string }>`
    select id, raw_hash as "rawHash" from inbound_mails where order_id = ${orderId} and opened_at is not null
    order by received_at`.execute(reader);
  return rows;
}
