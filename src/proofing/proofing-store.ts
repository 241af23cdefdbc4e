import { type Generated, type Reader, type Transaction, violatedConstraint } from "../platform/database.ts";
import { questionsOf, stepsOf } from "./act-store.ts";
import { attendantsOf } from "./attendants-store.ts";
import type { Outcome } from "./outcome.ts";
import type { Proofing } from "./proofing.ts";
import { ProofingFailure } from "./proofing-failures.ts";
import { returnsOf } from "./return-store.ts";

type ProofingRow = {
  id: string;
  order_id: string;
  room_id: string;
  agent_id: string;
  rule_pack_id: string;
  started_at: Date;
  lapsed_at: Generated<Date | null>;
};

type DecisionRow<O> = {
  proofing_id: string;
  agent_id: string;
  agent_cpf: string;
  outcome: O;
  reason: string;
  note: string;
};

declare module "../platform/database.ts" {
  interface Tables {
    proofings: ProofingRow;
    validations: DecisionRow<Outcome> & { validated_at: Date };
    verifications: DecisionRow<"approved" | "refused"> & { replayed_ms: number; checks: string[]; verified_at: Date };
  }
}

/** The whole proofing, its row locked: steps, answers and decisions of one proofing come one after the other. */
export async function lockProofing(tx: Transaction, id: string): Promise<Proofing | undefined> {
  const row = await tx.selectFrom("proofings").select("id").where("id", "=", id).forUpdate().executeTakeFirst();
  return row && readProofing(tx, row.id);
}

export async function readProofing(reader: Reader, id: string): Promise<Proofing | undefined> {
  const row = await reader
    .selectFrom("proofings as p")
    .innerJoin("orders as o", "o.id", "p.order_id")
    .innerJoin("rooms as r", "r.id", "p.room_id")
    .selectAll("p")
    .select(["o.ra_id", "r.agent_id as attending"])
    .where("p.id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    orderId: row.order_id,
    raId: row.ra_id,
    roomId: row.room_id,
    agentId: row.attending,
    attendants: await attendantsOf(reader, id),
    rulePackId: row.rule_pack_id,
    startedAt: row.started_at,
    lapsedAt: row.lapsed_at,
    steps: await stepsOf(reader, id),
    questions: await questionsOf(reader, id),
    validation: await validationOf(reader, id),
    verification: await verificationOf(reader, id),
    returns: await returnsOf(reader, id),
  };
}

async function validationOf(reader: Reader, id: string): Promise<Proofing["validation"]> {
  const row = await reader
    .selectFrom("validations as d")
    .innerJoin("agents as a", "a.id", "d.agent_id")
    .select(["d.agent_id", "a.name", "d.outcome", "d.reason", "d.note", "d.validated_at"])
    .where("d.proofing_id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const { agent_id: agentId, name: agentName, outcome, reason, note, validated_at: at } = row;
  return { agentId, agentName, outcome, reason, note, at };
}

async function verificationOf(reader: Reader, id: string): Promise<Proofing["verification"]> {
  const row = await reader
    .selectFrom("verifications as d")
    .innerJoin("agents as a", "a.id", "d.agent_id")
    .select(["d.agent_id", "a.name", "d.outcome", "d.reason", "d.note", "d.replayed_ms", "d.checks", "d.verified_at"])
    .where("d.proofing_id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const {
    agent_id: agentId,
    name: agentName,
    outcome,
    reason,
    note,
    replayed_ms: replayedMs,
    checks,
    verified_at: at,
  } = row;
  return { agentId, agentName, outcome, reason, note, replayedMs, checks, at };
}

/** Inserts unless the room has one already; returns the room's proofing either way. */
export async function insertProofing(
  tx: Transaction,
  row: { id: string; orderId: string; roomId: string; agentId: string; rulePackId: string },
  now: Date,
): Promise<{ id: string; created: boolean }> {
  const created = await tx
    .insertInto("proofings")
    .values({
      id: row.id,
      order_id: row.orderId,
      room_id: row.roomId,
      agent_id: row.agentId,
      rule_pack_id: row.rulePackId,
      started_at: now,
    })
    .onConflict((conflict) => conflict.column("room_id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (created) return { id: created.id, created: true };
  const earlier = await tx
    .selectFrom("proofings")
    .select("id")
    .where("room_id", "=", row.roomId)
    .executeTakeFirstOrThrow();
  return { id: earlier.id, created: false };
}

export async function insertValidation(
  tx: Transaction,
  row: { proofingId: string; agentId: string; cpf: string; outcome: Outcome; reason: string; note: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto("validations")
    .values({
      proofing_id: row.proofingId,
      agent_id: row.agentId,
      agent_cpf: row.cpf,
      outcome: row.outcome,
      reason: row.reason,
      note: row.note,
      validated_at: now,
    })
    .execute();
}

export async function insertVerification(
  tx: Transaction,
  row: {
    proofingId: string;
    agentId: string;
    cpf: string;
    outcome: "approved" | "refused";
    reason: string;
    note: string;
    replayedMs: number;
    checks: string[];
  },
  now: Date,
): Promise<void> {
  try {
    await tx
      .insertInto("verifications")
      .values({
        proofing_id: row.proofingId,
        agent_id: row.agentId,
        agent_cpf: row.cpf,
        outcome: row.outcome,
        reason: row.reason,
        note: row.note,
        replayed_ms: row.replayedMs,
        checks: row.checks,
        verified_at: now,
      })
      .execute();
  } catch (error) {
    if (violatedConstraint(error) === "verifier_is_another_person") throw new ProofingFailure("verifier-is-validator");
    if (violatedConstraint(error) === "verifier_is_independent")
      throw new ProofingFailure("verifier-not-independent", { when: "acabar o prazo" });
    throw error;
  }
}
