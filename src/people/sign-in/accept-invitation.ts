import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { agentById } from "../agent-reads.ts";
import { lockAgent, setPasswordHash, useInvitation } from "../agent-store.ts";
import { insertTie } from "../agent-tie-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { deleteSignInsOf } from "../signed-in-store.ts";
import { hashPassword, passwordFault, passwordLane } from "./password.ts";

/**
 * Sets the agent's password by the one-time link; sign-ins of before end, passkeys stay (ask-passkey-removal.ts). The
 * trail names who began it, and binds the two for a time. Failures: invitation-unusable, password-weak, busy.
 */
export async function acceptInvitation(
  ctx: Context,
  command: { token: string; password: string },
): Promise<{ agentId: string }> {
  const fault = passwordFault(command.password);
  if (fault) throw new PeopleFailure("password-weak", { fault });
  const hash = await passwordLane.run("invitations", (seat) => hashPassword(seat, command.password));
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const invitation = await useInvitation(tx, sha256Hex(command.token), now);
    const agent = invitation?.agentId ? await lockAgent(tx, invitation.agentId) : undefined;
    if (!invitation || !agent || agent.suspendedAt) throw new PeopleFailure("invitation-unusable");
    const { begunBy } = invitation;
    await setPasswordHash(tx, agent.id, hash);
    await deleteSignInsOf(tx, agent.id);
    await insertTie(tx, { agentId: agent.id, madeBy: begunBy, kind: agent.hasPassword ? "reset" : "created" }, now);
    const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
    const begunByName = begunBy === null ? undefined : (await agentById(tx, begunBy))?.name;
    const details = { agentId: agent.id, begunBy, begunByName: begunByName ?? null, isNew: agent.hasPassword };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agent.password-set", actor, details }, now);
    return { agentId: agent.id };
  });
}
