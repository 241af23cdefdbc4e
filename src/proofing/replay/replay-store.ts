import type { Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    replays: {
      id: string;
      proofing_id: string;
      agent_id: string;
      from_at: Date;
      to_at: Date;
      rate: number;
      watched_at: Date;
    };
  }
}

/** A piece of the sitting that a player showed: `from` and `to` are instants of the sitting, `now` of the showing. */
export async function insertReplay(
  tx: Transaction,
  piece: { id: string; proofingId: string; agentId: string; from: Date; to: Date; rate: number },
  now: Date,
): Promise<void> {
  const { id, proofingId: proofing_id, agentId: agent_id, from: from_at, to: to_at, rate } = piece;
  await tx.insertInto("replays").values({ id, proofing_id, agent_id, from_at, to_at, rate, watched_at: now }).execute();
}
