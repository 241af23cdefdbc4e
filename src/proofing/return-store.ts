import type { Reader, Transaction } from "../platform/database.ts";
import type { ReturnAnswer, ReturnedSitting } from "./returned-sitting.ts";

declare module "../platform/database.ts" {
  interface Tables {
    returns: {
      id: string;
      proofing_id: string;
      number: number;
      agent_id: string;
      agent_cpf: string;
      reason: string;
      note: string;
      due_at: Date;
      returned_at: Date;
    };
    return_answers: {
      return_id: string;
      agent_id: string;
      outcome: ReturnAnswer["outcome"];
      words: string;
      answered_at: Date;
    };
  }
}

/** Every time the sitting went back to its agent, oldest first. */
export async function returnsOf(reader: Reader, proofingId: string): Promise<ReturnedSitting[]> {
  const rows = await reader
    .selectFrom("returns as r")
    .innerJoin("agents as v", "v.id", "r.agent_id")
    .leftJoin("return_answers as w", "w.return_id", "r.id")
    .leftJoin("agents as a", "a.id", "w.agent_id")
    .select(["r.id", "r.number", "v.name as byName", "r.reason", "r.note", "r.returned_at as at", "r.due_at as dueAt"])
    .select(["w.outcome", "w.words", "w.answered_at", "a.name as answererName"])
    .where("r.proofing_id", "=", proofingId)
    .orderBy("r.number")
    .execute();
  return rows.map(({ outcome, words, answered_at, answererName, ...row }) => ({
    ...row,
    answer: outcome ? { outcome, words: words!, byName: answererName!, at: answered_at! } : null,
  }));
}

export async function insertReturn(
  tx: Transaction,
  row: {
    id: string;
    proofingId: string;
    number: number;
    agentId: string;
    cpf: string;
    reason: string;
    note: string;
    dueAt: Date;
  },
  now: Date,
): Promise<void> {
  const { id, proofingId: proofing_id, number, agentId: agent_id, cpf: agent_cpf, reason, note, dueAt: due_at } = row;
  const returned_at = now;
  await tx
    .insertInto("returns")
    .values({ id, proofing_id, number, agent_id, agent_cpf, reason, note, due_at, returned_at })
    .execute();
}

export async function insertReturnAnswer(
  tx: Transaction,
  answer: { returnId: string; agentId: string; outcome: ReturnAnswer["outcome"]; words: string },
  now: Date,
): Promise<void> {
  const { returnId: return_id, agentId: agent_id, outcome, words } = answer;
  await tx.insertInto("return_answers").values({ return_id, agent_id, outcome, words, answered_at: now }).execute();
}
