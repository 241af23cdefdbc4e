import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { agentById } from "../agent-reads.ts";
import { PeopleFailure } from "../people-failures.ts";
import { markActive } from "../signed-in-store.ts";
import { checkPassword } from "./check-password.ts";
import { readSignIn } from "./read-sign-in.ts";

/**
 * Opens a desk that locked by itself, with the password of the agent who sits there; the sign-in goes on as it was.
 * Unlocking by passkey is in confirm-sign-in.ts. Failures: sign-in-needed (no locked sign-in), password-wrong,
 * too-many-requests.
 */
export async function unlockDesk(
  ctx: Context,
  command: { token: string; password: string; address: string; browser?: string | undefined },
): Promise<void> {
  const { token, password, address, browser } = command;
  const signedIn = await readSignIn(ctx, token, { isActivity: false });
  if (signedIn.state !== "locked") throw new Failure("sign-in-needed");
  const { principal } = signedIn;
  const { email } = (await agentById(ctx.db, principal.id))!;
  // Who sits here is known: only the password can be wrong, and words about e-mail or invitation would lead astray.
  await checkPassword(ctx, { email, password, address, browser }).catch((error: unknown) => {
    const isRefused = error instanceof PeopleFailure && error.code === "sign-in-refused";
    throw isRefused ? new PeopleFailure("password-wrong") : error;
  });
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    await markActive(tx, sha256Hex(token), now);
    const actor = { kind: "agent" as const, id: principal.id, name: principal.name };
    const details = { agentId: principal.id };
    await record(tx, { chain: `ar:${principal.raId}`, act: "agent.desk-unlocked", actor, details }, now);
  });
}
