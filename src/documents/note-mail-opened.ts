import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";

/** A mail that belongs to no order yet was opened as it came, by whom: kept in the AR's trail. */
export async function noteMailOpened(ctx: Context, command: { mailId: string; by: AgentPrincipal }): Promise<void> {
  const { mailId, by } = command;
  const deed = { chain: `ar:${by.raId}`, act: "mail.opened", actor: actorOf(by), details: { mailId } } as const;
  await transact(ctx.db, (tx) => record(tx, deed, ctx.clock.now()));
}
