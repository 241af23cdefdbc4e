import { record } from "../../audit/record.ts";
import { countAttempt } from "../../platform/attempts.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { networkOf } from "../../platform/network.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs } from "../../platform/time/durations.ts";
import { agentByEmail } from "../agent-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { mailInvitation } from "./invite-agent.ts";

const perHour = { account: 3, address: 10 };

/**
 * Sends whoever forgot the password a link to their own e-mail. No manager is needed, so that an AR's only manager
 * comes back too. Where the e-mail is unknown, the agent suspended, or the link asked for too often, nothing is sent
 * and the answer does not say so. Passkeys stay, and sign-in asks for them as before. Failures: too-many-requests
 * {seconds} (by address), invitation-needs-mail.
 */
export async function forgotPassword(ctx: Context, command: { email: string; address: string }): Promise<void> {
  const now = ctx.clock.now();
  if (!ctx.config.smtpUrl && !ctx.config.demo) throw new PeopleFailure("invitation-needs-mail");
  const email = command.email.trim().toLowerCase();
  const ofAddress = await countAttempt(
    ctx.db,
    ctx.secrets.hmac("forgot-address", networkOf(command.address)),
    hourMs,
    now,
  );
  if (ofAddress.count > perHour.address) throw new Failure("too-many-requests", { seconds: ofAddress.seconds });
  const ofAccount = await countAttempt(ctx.db, ctx.secrets.hmac("forgot-account", email), hourMs, now);
  if (ofAccount.count > perHour.account) return;
  await transact(ctx.db, async (tx) => {
    const agent = await agentByEmail(tx, email);
    if (!agent?.hasPassword || agent.suspendedAt) return;
    await mailInvitation(ctx, tx, agent.id, agent);
    const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
    const details = { agentId: agent.id };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agent.password-forgotten", actor, details }, now);
  });
}
