import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { newToken, sha256Hex } from "../platform/ids.ts";
import { agentByEmail } from "./agent-store.ts";
import { passwordMatches } from "./password.ts";
import { sessionExpiry } from "./session.ts";
import { insertSession, passkeyIdsOf } from "./session-store.ts";
import { signInPauseSeconds, signInWindowMs } from "./sign-in-limits.ts";
import { forgetMisses, insertMiss, recentMisses } from "./sign-in-store.ts";

/**
 * Opens a session by e-mail and password. `needsPasskey`: it opens nothing until a passkey confirms it.
 * Unknown e-mail, no password yet, suspended and wrong password answer the same, after the same work: sign-in-refused.
 */
export async function signIn(
  ctx: Context,
  command: { email: string; password: string; address: string },
): Promise<{ token: string; needsPasskey: boolean }> {
  const now = ctx.clock.now();
  const email = command.email.trim().toLowerCase();
  const accountHash = ctx.secrets.hmac("sign-in-account", email);
  const addressHash = ctx.secrets.hmac("sign-in-address", command.address);
  const windowStart = new Date(now.getTime() - signInWindowMs);
  // Two transactions on purpose: the miss must stay counted when the answer is a refusal.
  const agent = await transact(ctx.db, async (tx) => {
    const misses = await recentMisses(tx, accountHash, addressHash, windowStart);
    const seconds = signInPauseSeconds(misses, now);
    if (seconds > 0) throw new Failure("too-many-requests", { seconds });
    await insertMiss(tx, accountHash, addressHash, now);
    return agentByEmail(tx, email);
  });
  const matches = await passwordMatches(command.password, agent?.passwordHash ?? null);
  if (!agent || !matches || agent.suspendedAt) throw new Failure("sign-in-refused");
  return transact(ctx.db, async (tx) => {
    await forgetMisses(tx, accountHash, windowStart);
    const token = newToken();
    const session = { tokenHash: sha256Hex(token), agentId: agent.id, secondFactor: false };
    await insertSession(tx, { ...session, expiresAt: sessionExpiry(now) }, now);
    const needsPasskey = (await passkeyIdsOf(tx, agent.id)).length > 0;
    const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
    const details = { agentId: agent.id, passkeyPending: needsPasskey };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agent.signed-in", actor, details }, now);
    return { token, needsPasskey };
  });
}
