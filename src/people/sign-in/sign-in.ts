import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { newToken, sha256Hex } from "../../platform/ids.ts";
import { rememberBrowser } from "../../platform/known-browsers.ts";
import type { Context } from "../../platform/settings/context.ts";
import { settlePasskeyRemoval } from "../passkeys/answer-passkey-removal.ts";
import { signInExpiry } from "../signed-in.ts";
import { insertSignIn, passkeyIdsOf } from "../signed-in-store.ts";
import { accountSubject, checkPassword } from "./check-password.ts";

/**
 * Opens a sign-in by e-mail and password. `needsPasskey`: it opens nothing until a passkey confirms it.
 * `browser`: its mark, and the one that takes its place.
 * Unknown e-mail, no password yet, suspended and wrong password answer the same, after the same work: sign-in-refused.
 */
export async function signIn(
  ctx: Context,
  command: { email: string; password: string; address: string; browser?: string | undefined },
): Promise<{ token: string; needsPasskey: boolean; browser: string }> {
  const agent = await checkPassword(ctx, command);
  const now = ctx.clock.now();
  return transact(ctx.db, async (tx) => {
    await settlePasskeyRemoval(tx, agent.id, now);
    const token = newToken();
    const signedIn = { tokenHash: sha256Hex(token), agentId: agent.id, secondFactor: false };
    await insertSignIn(tx, { ...signedIn, expiresAt: signInExpiry(now) }, now);
    const needsPasskey = (await passkeyIdsOf(tx, agent.id)).length > 0;
    const actor = { kind: "agent" as const, id: agent.id, name: agent.name };
    const details = { agentId: agent.id, passkeyPending: needsPasskey };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agent.signed-in", actor, details }, now);
    const browser = await rememberBrowser(tx, command.browser, accountSubject(ctx, agent.email), now);
    return { token, needsPasskey, browser };
  });
}
