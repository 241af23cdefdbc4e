import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { deleteSignIn } from "../signed-in-store.ts";

/** Ends the sign-in on the server; a copied cookie opens nothing afterwards. Idempotent. */
export async function signOut(ctx: Context, command: { token: string }): Promise<void> {
  await deleteSignIn(ctx.db, sha256Hex(command.token));
}
