import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { rowEvidence } from "../../../src/dossiers/evidence-files.ts";
import { type Client, openClient } from "../../../src/platform/database.ts";
import { createWorld } from "../../kit/world.ts";

/** Table -> the files of a dossier that carry it. */
const sealed: Record<string, string[]> = {
  orders: ["order"],
  products: ["product"],
  registration_authorities: ["registration-authority"],
  contact_codes: ["contacts"],
  charges: ["charges"],
  charge_items: ["charges"],
  payments: ["payments"],
  appointments: ["appointments"],
  inbound_mails: ["mails"],
  papers: ["papers", "refused-papers"],
  paper_reviews: ["paper-reviews"],
  rooms: ["rooms"],
  lobby_entries: ["lobby"],
  admissions: ["admissions"],
  room_lines: ["messages"],
  recordings: ["recordings"],
  room_sessions: ["room-sessions"],
  room_seats: ["seats"],
  readiness_checks: ["device-tests"],
  recording_heads: ["recording-heads"],
  stills: ["stills"],
  proofings: ["proofings"],
  rule_packs: ["rule-packs"],
  proofing_steps: ["proofing-steps"],
  drawn_questions: ["drawn-questions"],
  question_answers: ["question-answers"],
  validations: ["validations"],
  verifications: ["verifications"],
  replays: ["replays"],
  returns: ["returns"],
  certificate_fields: ["certificate-fields"],
  return_answers: ["return-answers"],
  agents: ["agents"],
};

/** Files that carry other names than their table's columns. */
const renamed: Record<string, string[]> = {
  charges:
    "id provider txid amount_centavos brcode created_at expires_at cancelled_at purchase_id order_id order_amount_centavos".split(
      " ",
    ),
  "refused-papers": ["id", "name", "reason", "sha256", "bytes", "source", "received_at"],
  agents: ["id", "name", "cpf", "roles"],
};

/** Columns of sealed tables that no dossier carries. */
const columnsLeftOut: Record<string, Record<string, string>> = {
  "registration-authority": { look: "colours and mark of its pages say nothing about the identification" },
  contacts: { code_hash: "a hash of so few digits would give the code away" },
  stills: { nonce_hash: "what made the upload single-use proves nothing afterwards" },
};

/** Table -> what carries it at the second seal, or beside the rows. */
const sealedOtherwise: Record<string, string> = {
  certificates: "issuanceEvidence: the certificate itself, and its line in the log of its delivery",
  issuance_intents: "issuanceEvidence: the request, and each serial with its hashes",
  subscriber_agreements: "issuanceEvidence: text, signature and time stamp",
  issuance_codes: "issuanceEvidence: when each was asked for and typed, without the hash",
  certificate_deliveries: "issuanceEvidence: the log of the delivery",
  revocations: "issuanceEvidence: what stands revoked when the second seal is put on",
  pending_issuances: "issuanceEvidence: by what name an authority outside knew the request, in the line of its serial",
  told_revocations: "issuanceEvidence: when its authority was told, in the line of the revocation",
};

/** Tables that lead to an order, a room or an identification and are left out of the dossier, because … */
const leftOut: Record<string, string> = {
  room_meetings:
    "addresses of a meeting outside, which may still let somebody in; the room that is sealed names its provider",
  camera_passes: "a pass to the room: who came and left by it is in the audit chain, which is sealed",
  guest_passes: "a pass to the room: who came and left by it is in the audit chain, which is sealed",
  hand_overs: "who offered a sitting and who took it is in the audit chain; the room names who held it to its end",
  deadlines: "a clock of the office, met or passed; it says nothing about who the holder is",
  latenesses: "a clock of the office; what it led to is an appointment, which is sealed",
  tasks: "work of the office; what it led to is a fact elsewhere",
  surplus_payments:
    "money that bought nothing and goes back: that it came is in the audit chain; it says nothing about who the holder is",
  job_troubles: "a technical trouble and who settled it",
  declined_invitations: "a calendar's answer; the appointment stands until somebody cancels it",
  walk_ins: "a place in the line; the appointment that came of it is sealed",
  walk_in_wishes: "a wish for the line, deleted when the order joins it or chooses something else",
  messages: "what the system wrote to the holder; letters may carry codes and links that still open something",
  push_subscriptions: "the address of a browser, given for notices only",
  order_accesses: "sessions of the holder's page: hashes of tokens that may still open it",
  paper_arrivals: "a paper on its way in; what was judged is in papers",
  paper_time: "seconds that reading papers cost, kept for an hour",
  intent_keys: "the hash of a public key, to find one key used twice; the request that is sealed carries the key",
  spent_approvals: "the certificate of an approval was revoked; it comes after both seals",
  irregularity_cases: "a case of the AR about the order, which the holder may not see; it has a report of its own",
  irregularity_notes: "a case of the AR about the order, which the holder may not see; it has a report of its own",
  deny_list_entries: "a case of the AR about the order, which the holder may not see; it has a report of its own",
  shipments: "a device in the post, after the certificate was issued or apart from it",
  deliveries: "a device in the post, after the certificate was issued or apart from it",
  dossier_items: "the dossier's own index: the manifest that is signed lists it",
  seals: "the seal itself, which stands beside what it covers",
  seal_intents: "the seal itself, recorded before it is signed",
  dossier_openings: "who looked into the dossier after it was sealed",
  evidence_openings: "who looked at papers and films",
  retention_holds: "why a dossier is kept longer than its time; it comes after the seal",
  destroyed_dossiers: "what is left of a dossier that was destroyed",
};

const tablesOf = async (client: Client) =>
  (
    await client.query(`with recursive reach(t) as (
        select x from unnest(array['orders', 'rooms', 'proofings']) x
        union
        select r.conrelid::regclass::text from pg_constraint r join reach on r.confrelid = reach.t::regclass
        where r.contype = 'f' and r.connamespace = 'public'::regnamespace
      ) select t from reach union
      select table_name from information_schema.columns where table_schema = 'public'
        and column_name ~ '(^|_)(order|room|proofing)_id$' order by 1`)
  ).rows.map(({ t }) => t as string);

test("every table that leads to an order, a room or an identification is sealed, or left out for a reason", async () => {
  await using world = await createWorld();
  const client = await openClient(world.connection);
  try {
    const tables = await tablesOf(client);
    const known = { ...sealed, ...sealedOtherwise, ...leftOut };
    const unknown = tables.filter((table) => !(table in known));
    assert.deepEqual(unknown, [], "say in this file where the dossier carries the table, or why not");
    assert.deepEqual(
      [...Object.keys(leftOut), ...Object.keys(sealedOtherwise)].filter((table) => !tables.includes(table)),
      [],
      "no such table any more",
    );
  } finally {
    await client.end();
  }
});

/** Something that a column of a type takes. */
function anyOf(type: string, same: string): string {
  if (type === "uuid") return `'${same}'`;
  if (type.startsWith("_")) return "'{}'";
  if (/range$/.test(type)) return "'empty'";
  if (/^(json|jsonb)$/.test(type)) return "'{}'";
  if (/^(int|float|numeric)/.test(type)) return "1";
  if (/^(timestamp|date|time)/.test(type)) return "'2026-11-23'";
  if (type === "bool") return "false";
  if (type === "bytea") return "'\\x00'";
  return "'refused'";
}

/** One row in each sealed table, all of one and the same id, so that every way leads to the order. */
async function fill(client: Client, id: string) {
  // The rows need not be possible, only there.
  await client.query("set session_replication_role = replica");
  for (const table of Object.keys(sealed)) {
    const checks = await client.query(
      "select conname from pg_constraint where conrelid = $1::regclass and contype in ('c', 'x')",
      [table],
    );
    for (const { conname } of checks.rows) await client.query(`alter table ${table} drop constraint ${conname}`);
    const { rows } = await client.query(
      `select column_name as name, udt_name as type from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
      [table],
    );
    const columns = rows as { name: string; type: string }[];
    await client.query(
      `insert into ${table} (${columns.map(({ name }) => name)}) values (${columns.map(({ type }) => anyOf(type, id))})`,
    );
  }
}

test("a dossier carries every column of a sealed table by name, save those left out for a reason", async () => {
  await using world = await createWorld();
  const client = await openClient(world.connection);
  try {
    const orderId = randomUUID();
    await fill(client, orderId);
    const files = await rowEvidence(world.ctx.db, orderId);
    assert.deepEqual(
      files.map(({ kind }) => kind).sort(),
      [...new Set(Object.values(sealed).flat())].sort(),
      "the files of a dossier",
    );
    for (const [table, kinds] of Object.entries(sealed)) {
      const { rows } = await client.query(
        "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1",
        [table],
      );
      for (const kind of kinds) {
        const without = columnsLeftOut[kind] ?? {};
        const wanted = renamed[kind] ?? rows.map(({ name }) => name as string).filter((name) => !(name in without));
        const given = files.find((file) => file.kind === kind)!.rows;
        assert.equal(given.length, 1, kind);
        assert.deepEqual(Object.keys(given[0]!).sort(), wanted.sort(), `${kind} of ${table}`);
      }
    }
  } finally {
    await client.end();
  }
});
