import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { isKnownBrowser } from "../../platform/known-browsers.ts";
import { networkOf } from "../../platform/network.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Seat } from "../../platform/threads/lane.ts";
import { earlier } from "../../platform/time/durations.ts";
import type { Agent } from "../agent.ts";
import { agentByEmail } from "../agent-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { passwordLane, passwordMatches } from "./password.ts";
import { signInPauseSeconds, signInWindowMs } from "./sign-in-limits.ts";
import { forgetMisses, insertMiss, recentMisses } from "./sign-in-store.ts";

/**
 * The agent whose e-mail and password these are. Failures: sign-in-refused (unknown e-mail, no password yet, suspended
 * and wrong password alike, after the same work), too-many-requests {seconds} after too many tries, busy {seconds}
 * while too many people sign in at once, which counts as no try. Strangers who guess must not shut the person out:
 * tries are counted per account and network together, and tries from a `browser` in which this very person signed in
 * before are counted apart.
 */
export function checkPassword(
  ctx: Context,
  command: { email: string; password: string; address: string; browser?: string | undefined },
): Promise<Agent> {
  const network = networkOf(command.address);
  return passwordLane.run(network, (seat) => checkInTurn(ctx, seat, { ...command, network }));
}

async function checkInTurn(
  ctx: Context,
  seat: Seat,
  command: { email: string; password: string; network: string; browser?: string | undefined },
): Promise<Agent> {
  const now = ctx.clock.now();
  const email = command.email.trim().toLowerCase();
  const isKnown = await isKnownBrowser(ctx.db, command.browser, accountSubject(ctx, email), now);
  const own = ctx.secrets.hmac("sign-in-known", `${email} ${command.browser}`);
  const accountHash = isKnown ? own : ctx.secrets.hmac("sign-in-account", email);
  const addressHash = isKnown ? own : ctx.secrets.hmac("sign-in-address", command.network);
  const windowStart = earlier(now, signInWindowMs);
  // Two transactions on purpose: the miss must stay counted when the answer is a refusal.
  const agent = await transact(ctx.db, async (tx) => {
    const misses = await recentMisses(tx, accountHash, addressHash, windowStart);
    const seconds = signInPauseSeconds(misses, now);
    if (seconds > 0) throw new Failure("too-many-requests", { seconds });
    await insertMiss(tx, accountHash, addressHash, now);
    return agentByEmail(tx, email);
  });
  const matches = await passwordMatches(seat, command.password, agent?.passwordHash ?? null);
  if (!agent || !matches || agent.suspendedAt) throw new PeopleFailure("sign-in-refused");
  await transact(ctx.db, (tx) => forgetMisses(tx, accountHash, windowStart));
  return agent;
}

/** What a browser is known for once this person has signed in with it. */
export const accountSubject = (ctx: Context, email: string): string =>
  ctx.secrets.hmac("known-account", email.trim().toLowerCase());
