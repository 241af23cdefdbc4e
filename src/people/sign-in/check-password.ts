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
 * The agent whose e-mail and password these are. Unknown e-mail, no password yet, suspended and wrong password answer
 * the same, after the same work: sign-in-refused; after too many tries too-many-requests {seconds}; with too many people
 * at it at once busy {seconds}, which counts as no try. The guesser is slowed, not the guessed: tries count by account and
 * network together, and those of a `browser` that this very person came in with before by themselves.
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

/** What a browser is known for after this person came in with it. */
export const accountSubject = (ctx: Context, email: string): string =>
  ctx.secrets.hmac("known-account", email.trim().toLowerCase());
