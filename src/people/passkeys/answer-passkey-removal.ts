import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf } from "../agent.ts";
import { lockAgent } from "../agent-store.ts";
import { freshSince } from "../agent-tie.ts";
import { insertTie } from "../agent-tie-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { deletePasskeysOf, deleteSignInsOf } from "../signed-in-store.ts";
import { mayAgree, mayRefuse, type PasskeyRemoval } from "./passkey-removal.ts";
import { endRemoval, openRemovalOf, secondManagersOf } from "./passkey-removal-store.ts";

type Answer = { agentId: string; by: AgentPrincipal };

/** A second manager agrees that somebody's keys go. Failures: not-found, not-allowed, second-manager-bound, conflict. */
export async function agreeToPasskeyRemoval(ctx: Context, { agentId, by }: Answer): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    await lockAgent(tx, agentId);
    const removal = await removalFor(tx, agentId, (asked) => mayAgree(by, asked));
    if (!(await secondManagersOf(tx, removal, freshSince(now))).includes(by.id))
      throw new PeopleFailure("second-manager-bound");
    await removeKeys(tx, removal, by, now);
  });
}

/** The person whose keys they are, or a manager, says no: they stay. Failures: not-found, not-allowed, conflict. */
export async function refusePasskeyRemoval(ctx: Context, { agentId, by }: Answer): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const removal = await removalFor(tx, agentId, (asked) => mayRefuse(by, asked));
    if (!(await endRemoval(tx, removal.id, { refusedAt: now, refusedBy: by.id }))) throw new Failure("conflict");
    const details = { agentId, askedBy: removal.askedBy };
    await record(tx, { chain: `ar:${removal.raId}`, act: "agent.passkeys-kept", actor: actorOf(by), details }, now);
  });
}

async function removalFor(
  tx: Transaction,
  agentId: string,
  mayAnswer: (removal: PasskeyRemoval) => boolean,
): Promise<PasskeyRemoval> {
  const removal = await openRemovalOf(tx, agentId);
  if (!removal) throw new Failure("not-found");
  if (!mayAnswer(removal)) throw new Failure("not-allowed");
  return removal;
}

/** At a sign-in, carries out a removal whose waiting time is over and that nobody refused. */
export async function settlePasskeyRemoval(tx: Transaction, agentId: string, now: Date): Promise<void> {
  const removal = await openRemovalOf(tx, agentId);
  if (removal?.takesEffectAt && removal.takesEffectAt <= now) await removeKeys(tx, removal, null, now);
}

async function removeKeys(
  tx: Transaction,
  removal: PasskeyRemoval,
  agreedBy: AgentPrincipal | null,
  now: Date,
): Promise<void> {
  const { id, agentId, raId, askedBy, askedByName } = removal;
  const done = { doneAt: now, agreedBy: agreedBy?.id ?? null };
  if (!(await endRemoval(tx, id, done))) throw new Failure("conflict");
  await deletePasskeysOf(tx, agentId);
  await deleteSignInsOf(tx, agentId);
  for (const madeBy of [askedBy, agreedBy?.id ?? null]) await insertTie(tx, { agentId, madeBy, kind: "passkeys" }, now);
  const actor = agreedBy ? actorOf(agreedBy) : { kind: "system" as const };
  const details = { agentId, askedBy, askedByName, withoutSecondManager: agreedBy === null };
  await record(tx, { chain: `ar:${raId}`, act: "agent.passkeys-removed", actor, details }, now);
}
