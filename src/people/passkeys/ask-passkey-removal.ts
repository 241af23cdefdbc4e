import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf } from "../agent.ts";
import { lockAgent } from "../agent-store.ts";
import { freshSince } from "../agent-tie.ts";
import { PeopleFailure } from "../people-failures.ts";
import { passkeyIdsOf } from "../signed-in-store.ts";
import { effectWithoutSecond, mayAskRemoval } from "./passkey-removal.ts";
import { insertRemoval, openRemovalOf, secondManagersOf } from "./passkey-removal-store.ts";

/**
 * Asks that somebody's lost passkeys be removed. They go once a second manager agrees; where there is none, or where
 * the person asks themselves, they go after three days. A letter tells the person at once, and they may refuse. Asking
 * again changes nothing. Failures: not-found, not-allowed, passkey-none.
 */
export async function askPasskeyRemoval(ctx: Context, command: { agentId: string; by: AgentPrincipal }): Promise<void> {
  const now = ctx.clock.now();
  const { agentId, by } = command;
  await transact(ctx.db, async (tx) => {
    const agent = await lockAgent(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (!mayAskRemoval(by, agent)) throw new Failure("not-allowed");
    if ((await passkeyIdsOf(tx, agentId)).length === 0) throw new PeopleFailure("passkey-none");
    if (await openRemovalOf(tx, agentId)) return;
    const about = { raId: agent.raId, agentId, askedBy: by.id };
    const isAlone = (await secondManagersOf(tx, about, freshSince(now))).length === 0;
    const takesEffectAt = isAlone || by.id === agentId ? effectWithoutSecond(now) : null;
    const removal = { id: newId(now.getTime()), agentId, askedBy: by.id, takesEffectAt };
    await insertRemoval(tx, removal, now);
    const details = { agentId, takesEffectAt: takesEffectAt?.toISOString() ?? null };
    await announce(tx, "agent.keys-asked", { removalId: removal.id, askedBy: by.id, ...details });
    await record(tx, { chain: `ar:${agent.raId}`, act: "agent.passkeys-asked", actor: actorOf(by), details }, now);
  });
}
