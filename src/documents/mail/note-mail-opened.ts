import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";

/** A mail that waits for a person, to be placed or answered, was opened as it came: kept in the order's trail, else in the AR's. */
export async function noteMailOpened(
  ctx: Context,
  command: { mailId: string; orderId: string | null; by: AgentPrincipal },
): Promise<void> {
  const { mailId, orderId, by } = command;
  const chain = orderId ? (`order:${orderId}` as const) : (`ar:${by.raId}` as const);
  const deed = { chain, act: "mail.opened", actor: actorOf(by), details: { mailId } };
  await transact(ctx.db, (tx) => record(tx, deed, ctx.clock.now()));
}
