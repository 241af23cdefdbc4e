import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf } from "../agent.ts";
import { deletePasskey } from "../signed-in-store.ts";

/** Takes one of the agent's own passkeys away. Failures: not-found. */
export async function removePasskey(ctx: Context, command: { by: AgentPrincipal; passkeyId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    if (!(await deletePasskey(tx, command.by.id, command.passkeyId))) throw new Failure("not-found");
    const details = { passkey: command.passkeyId.slice(0, 16) };
    await record(
      tx,
      { chain: `ar:${command.by.raId}`, act: "agent.passkey-removed", actor: actorOf(command.by), details },
      ctx.clock.now(),
    );
  });
}
