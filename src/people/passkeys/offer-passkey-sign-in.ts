import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import type { AgentPrincipal } from "../agent.ts";
import { insertChallenge, passkeyIdsOf } from "../signed-in-store.ts";
import { challengeMs, relyingParty } from "./relying-party.ts";

/** Options for `navigator.credentials.get` to whoever holds the half sign-in; good once, for five minutes. */
export async function offerPasskeySignIn(ctx: Context, command: { by: AgentPrincipal }) {
  const now = ctx.clock.now();
  // Loaded when first wanted: a start has no use for it.
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(ctx.config).id,
    allowCredentials: await passkeyIdsOf(ctx.db, command.by.id),
    userVerification: "required",
  });
  const expiresAt = later(now, challengeMs);
  const challenge = { challenge: options.challenge, agentId: command.by.id, purpose: "sign-in" as const, expiresAt };
  await transact(ctx.db, (tx) => insertChallenge(tx, challenge, now));
  return options;
}
