import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { mayKeepCalendar } from "./calendar.ts";
import { deleteFeed, storeFeed } from "./calendar-store.ts";

/**
 * Gives the agent a new address of their feed; the one before ends. The token is seen this once. Failures: not-allowed.
 */
export async function openFeed(ctx: Context, command: { by: AgentPrincipal }): Promise<{ token: string }> {
  const { by } = command;
  if (!mayKeepCalendar(by, by.id)) throw new Failure("not-allowed");
  const token = newToken();
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    await storeFeed(tx, by.id, sha256Hex(token), now);
    const details = { agentId: by.id };
    await record(tx, { chain: `ar:${by.raId}`, act: "calendar.feed-opened", actor: actorOf(by), details }, now);
  });
  return { token };
}

/** Ends the feed: its address answers nothing from now on. */
export async function closeFeed(ctx: Context, command: { by: AgentPrincipal }): Promise<void> {
  const { by } = command;
  await transact(ctx.db, async (tx) => {
    await deleteFeed(tx, by.id);
    const details = { agentId: by.id };
    const chain = `ar:${by.raId}` as const;
    await record(tx, { chain, act: "calendar.feed-closed", actor: actorOf(by), details }, ctx.clock.now());
  });
}
