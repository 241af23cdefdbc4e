import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Cpf } from "../../platform/taxpayer-id.ts";
import type { AgentPrincipal } from "../agent.ts";
import { isAlive, isLocked, isWhole, wantsTouch } from "../signed-in.ts";
import { signInByTokenHash, touchSignIn } from "../signed-in-store.ts";

export type SignInReading =
  | { state: "none" }
  /** The password was right, the passkey is still wanted. */
  | { state: "half"; principal: AgentPrincipal }
  /** Whole, and nobody touched the desk for some minutes. */
  | { state: "locked"; principal: AgentPrincipal; hasPasskey: boolean }
  | { state: "whole"; principal: AgentPrincipal };

/**
 * Who the cookie's token is, and keeps the sign-in from going idle. `isActivity`: a person did this; what a page asks by
 * itself keeps nobody's desk open.
 */
export async function readSignIn(
  ctx: Context,
  token: string,
  { isActivity }: { isActivity: boolean },
): Promise<SignInReading> {
  const now = ctx.clock.now();
  const tokenHash = sha256Hex(token);
  const row = await signInByTokenHash(ctx.db, tokenHash);
  if (!row || !isAlive(row, now)) return { state: "none" };
  const { id, raId, cpf, name, roles } = row;
  const principal: AgentPrincipal = { kind: "agent", id, raId, cpf: cpf as Cpf, name, roles };
  const passkeys = row.passkeys ?? 0;
  const whole = isWhole(row, passkeys);
  if (whole && isLocked(row, ctx.config.deskLockMinutes, now))
    return { state: "locked", principal, hasPasskey: passkeys > 0 };
  if (wantsTouch(row, isActivity, now)) await touchSignIn(ctx.db, tokenHash, isActivity, now);
  return { state: whole ? "whole" : "half", principal };
}
