import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf } from "../agent.ts";
import { relyingParty } from "../passkeys/relying-party.ts";
import { PeopleFailure } from "../people-failures.ts";
import { signInExpiry } from "../signed-in.ts";
import { deleteSignIn, insertSignIn, notePasskeyUse, passkeyOf, useChallenge } from "../signed-in-store.ts";

/**
 * Turns the half sign-in into a whole one under a new token (the half one dies: no fixation).
 * Failures: passkey-refused.
 */
export async function confirmSignIn(
  ctx: Context,
  command: { by: AgentPrincipal; signInToken: string; response: AuthenticationResponseJSON },
): Promise<{ token: string }> {
  const now = ctx.clock.now();
  const party = relyingParty(ctx.config);
  const passkey = await passkeyOf(ctx.db, command.by.id, command.response.id);
  if (!passkey) throw new PeopleFailure("passkey-refused");
  // Loaded when first wanted: a start has no use for it.
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: command.response,
    expectedChallenge: (challenge) => useChallenge(ctx.db, challenge, command.by.id, "sign-in", now),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.public_key), counter: passkey.counter },
  }).catch((error: unknown) => {
    ctx.log.warn({ err: error }, "passkey sign-in refused");
    throw new PeopleFailure("passkey-refused");
  });
  if (!verified) throw new PeopleFailure("passkey-refused");
  return transact(ctx.db, async (tx) => {
    const use = { id: passkey.id, oldCounter: passkey.counter, counter: authenticationInfo.newCounter };
    if (!(await notePasskeyUse(tx, use, now))) throw new PeopleFailure("passkey-refused");
    await deleteSignIn(tx, sha256Hex(command.signInToken));
    const token = newToken();
    const signedIn = { tokenHash: sha256Hex(token), agentId: command.by.id, secondFactor: true };
    await insertSignIn(tx, { ...signedIn, expiresAt: signInExpiry(now) }, now);
    const details = { passkey: passkey.id.slice(0, 16) };
    await record(
      tx,
      { chain: `ar:${command.by.raId}`, act: "agent.sign-in-confirmed", actor: actorOf(command.by), details },
      now,
    );
    return { token };
  });
}
