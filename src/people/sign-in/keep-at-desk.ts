import type { Context } from "../../platform/settings/context.ts";
import { earlier, minuteMs } from "../../platform/time/durations.ts";
import { keepActive } from "../signed-in-store.ts";

/** Whoever sits in a running call is at their desk, whether they touch it or not: nothing locks under the call. */
export async function keepAtDesk(ctx: Context, command: { agentIds: readonly string[] }): Promise<void> {
  if (command.agentIds.length === 0) return;
  const now = ctx.clock.now();
  const openSince = earlier(now, ctx.config.deskLockMinutes * minuteMs);
  await keepActive(ctx.db, command.agentIds, openSince, now);
}
