import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf } from "../agent.ts";
import { PeopleFailure } from "../people-failures.ts";
import { confirmSignInAtHand, insertPasskey, useChallenge } from "../signed-in-store.ts";
import { relyingParty } from "./relying-party.ts";

/**
 * Keeps the passkey the browser just made; from now on sign-in asks for it. The sign-in at hand counts as confirmed.
 * Failures: passkey-refused (unknown challenge, other origin, no user verification …).
 */
export async function registerPasskey(
  ctx: Context,
  command: { by: AgentPrincipal; response: RegistrationResponseJSON; name: string; signInToken: string },
): Promise<void> {
  const now = ctx.clock.now();
  const party = relyingParty(ctx.config);
  // Loaded when first wanted: a start has no use for it.
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const { registrationInfo } = await verifyRegistrationResponse({
    response: command.response,
    expectedChallenge: (challenge) => useChallenge(ctx.db, challenge, command.by.id, "register", now),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    // The library throws plain Errors for whatever does not fit; to the person they all mean the same.
    ctx.log.warn({ err: error }, "passkey registration refused");
    throw new PeopleFailure("passkey-refused");
  });
  if (!registrationInfo) throw new PeopleFailure("passkey-refused");
  const { credential } = registrationInfo;
  const name = command.name.trim().slice(0, 60) || "Chave de acesso";
  await transact(ctx.db, async (tx) => {
    const { id, publicKey, counter, transports = [] } = credential;
    await insertPasskey(tx, { id, agentId: command.by.id, publicKey, counter, transports, name }, now);
    await confirmSignInAtHand(tx, sha256Hex(command.signInToken), command.by.id);
    const details = { passkey: id.slice(0, 16), userVerified: registrationInfo.userVerified };
    await record(
      tx,
      { chain: `ar:${command.by.raId}`, act: "agent.passkey-registered", actor: actorOf(command.by), details },
      now,
    );
  });
}
