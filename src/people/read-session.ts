import type { Context } from "../platform/context.ts";
import { sha256Hex } from "../platform/ids.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import type { AgentPrincipal } from "./agent.ts";
import { isAlive, isWhole, wantsTouch } from "./session.ts";
import { sessionByTokenHash, touchSession } from "./session-store.ts";

export type SessionReading =
  | { state: "none" }
  /** The password was right, the passkey is still wanted. */
  | { state: "half"; principal: AgentPrincipal }
  | { state: "whole"; principal: AgentPrincipal };

/** Who the cookie's token is, and keeps the session from going idle. */
export async function readSession(ctx: Context, token: string): Promise<SessionReading> {
  const now = ctx.clock.now();
  const tokenHash = sha256Hex(token);
  const row = await sessionByTokenHash(ctx.db, tokenHash);
  if (!row || !isAlive(row, now)) return { state: "none" };
  if (wantsTouch(row, now)) await touchSession(ctx.db, tokenHash, now);
  const { id, raId, cpf, name, roles } = row;
  const principal: AgentPrincipal = { kind: "agent", id, raId, cpf: cpf as Cpf, name, roles };
  return { state: isWhole(row, row.passkeys ?? 0) ? "whole" : "half", principal };
}
