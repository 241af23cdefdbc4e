import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import type { AgentPrincipal } from "../agent.ts";
import { insertChallenge, passkeyIdsOf } from "../signed-in-store.ts";
import { challengeMs, relyingParty } from "./relying-party.ts";

/** Options for `navigator.credentials.create`, as JSON; good once, for five minutes. */
export async function offerPasskeyRegistration(ctx: Context, command: { by: AgentPrincipal }) {
  const now = ctx.clock.now();
  const party = relyingParty(ctx.config);
  // Loaded when first wanted: a start has no use for it.
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userName: command.by.name,
    userID: new TextEncoder().encode(command.by.id),
    userDisplayName: command.by.name,
    attestationType: "none",
    excludeCredentials: await passkeyIdsOf(ctx.db, command.by.id),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    // ML-DSA is left out: no authenticator in the field makes it yet and older browsers stumble over unknown numbers.
    supportedAlgorithmIDs: [-8, -7, -257],
  });
  const expiresAt = later(now, challengeMs);
  const challenge = { challenge: options.challenge, agentId: command.by.id, purpose: "register" as const, expiresAt };
  await transact(ctx.db, (tx) => insertChallenge(tx, challenge, now));
  return options;
}
