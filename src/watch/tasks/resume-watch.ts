import type { Context } from "../../platform/settings/context.ts";
import { unwatched } from "../lateness/watch-reads.ts";
import { planDecision } from "./chase-decision.ts";
import { followIrregularity } from "./follow-irregularity.ts";

/**
 * Watches what no event will tell of any more: sittings that ended, and cases that a migration opened, before there was
 * anybody to be asked about them. Run at every start; what is watched already stays as it is.
 */
export async function resumeWatch(ctx: Context): Promise<void> {
  const { roomIds, caseIds } = await unwatched(ctx.db);
  for (const roomId of roomIds) await planDecision(ctx, { roomId });
  for (const caseId of caseIds) await followIrregularity(ctx, { caseId });
}
