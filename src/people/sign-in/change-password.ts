import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf } from "../agent.ts";
import { lockAgent, passwordHashOf, setPasswordHash } from "../agent-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { deleteSignInsOf } from "../signed-in-store.ts";
import { hashPassword, passwordFault, passwordLane, passwordMatches } from "./password.ts";

/** The agent's own password; every sign-in ends, this one too. Failures: password-wrong, password-weak, busy. */
export async function changePassword(
  ctx: Context,
  command: { by: AgentPrincipal; current: string; password: string },
): Promise<void> {
  const fault = passwordFault(command.password);
  if (fault) throw new PeopleFailure("password-weak", { fault });
  const { by } = command;
  // Beside the transaction: nobody holds a connection of the database while they wait for their turn.
  const stored = await passwordHashOf(ctx.db, by.id);
  const hash = await passwordLane.run(`agent:${by.id}`, async (seat) => {
    if (!(await passwordMatches(seat, command.current, stored))) throw new PeopleFailure("password-wrong");
    return hashPassword(seat, command.password);
  });
  await transact(ctx.db, async (tx) => {
    const agent = await lockAgent(tx, by.id);
    if (!agent) throw new Failure("not-allowed");
    if (agent.passwordHash !== stored) throw new Failure("conflict");
    await setPasswordHash(tx, agent.id, hash);
    await deleteSignInsOf(tx, agent.id);
    await record(
      tx,
      { chain: `ar:${agent.raId}`, act: "agent.password-changed", actor: actorOf(by), details: {} },
      ctx.clock.now(),
    );
  });
}
