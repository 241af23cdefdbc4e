import type { Generated, Transaction } from "../platform/database.ts";
import type { TieKind } from "./agent-tie.ts";

declare module "../platform/database.ts" {
  interface Tables {
    agent_ties: { id: Generated<number>; agent_id: string; made_by: string; kind: TieKind; at: Date };
  }
}

/** Does nothing where `madeBy` is the agent itself, or null (made by the program at its start). */
export async function insertTie(
  tx: Transaction,
  tie: { agentId: string; madeBy: string | null; kind: TieKind },
  now: Date,
): Promise<void> {
  const { agentId, madeBy, kind } = tie;
  if (madeBy === null || madeBy === agentId) return;
  await tx.insertInto("agent_ties").values({ agent_id: agentId, made_by: madeBy, kind, at: now }).execute();
}
