import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { type AgentPrincipal, actorOf } from "./agent.ts";
import { lockAgent, setPasswordHash } from "./agent-store.ts";
import { hashPassword, passwordFault, passwordMatches } from "./password.ts";
import { deleteSessionsOf } from "./session-store.ts";

/** The agent's own password; every session ends, this one too. Refuses password-wrong, password-weak. */
export async function changePassword(
  ctx: Context,
  command: { by: AgentPrincipal; current: string; password: string },
): Promise<void> {
  const fault = passwordFault(command.password);
  if (fault) throw new Failure("password-weak", { fault }, "password");
  const hash = await hashPassword(command.password);
  await transact(ctx.db, async (tx) => {
    const agent = await lockAgent(tx, command.by.id);
    if (!agent) throw new Failure("not-allowed");
    if (!(await passwordMatches(command.current, agent.passwordHash)))
      throw new Failure("password-wrong", {}, "current");
    await setPasswordHash(tx, agent.id, hash);
    await deleteSessionsOf(tx, agent.id);
    await record(
      tx,
      { chain: `ar:${agent.raId}`, act: "agent.password-changed", actor: actorOf(command.by), details: {} },
      ctx.clock.now(),
    );
  });
}
