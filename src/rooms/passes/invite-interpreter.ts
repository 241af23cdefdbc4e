import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId, newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { mayConduct } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { insertPass } from "./guest-store.ts";

const passMs = 30 * minuteMs;

/**
 * A pass for one interpreter: the token goes into an address that the agent hands on; only its hash is kept.
 * Failures: room-not-found, not-allowed, room-ended.
 */
export async function inviteInterpreter(
  ctx: Context,
  command: { roomId: string; agent: AgentPrincipal; name: string },
): Promise<{ token: string; expiresAt: Date }> {
  const now = ctx.clock.now();
  const { roomId, agent, name } = command;
  const token = newToken();
  const expiresAt = later(now, passMs);
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayConduct(agent, room)) throw new Failure("not-allowed");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    const pass = { id: newId(now.getTime()), roomId, name, madeBy: agent.id, tokenHash: sha256Hex(token), expiresAt };
    await insertPass(tx, pass, now);
    const details = { roomId, name };
    const chain = `order:${room.orderId}` as const;
    await record(tx, { chain, act: "interpreter.invited", actor: actorOf(agent), details }, now);
  });
  return { token, expiresAt };
}
