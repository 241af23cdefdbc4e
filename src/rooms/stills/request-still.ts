import { record } from "../../audit/record.ts";
import type { StillKind } from "../../contract/room-wire.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId, newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { placeAct } from "../recordings/place-act.ts";
import { mayConduct, stillNonceMs } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { insertStillRequest } from "./still-store.ts";

/**
 * Draws the nonce with which the applicant's page may send one picture within a minute. Only its hash is stored.
 * Failures: room-not-found, not-allowed, and what `placeAct` refuses (nobody sits in the room, or is not recorded).
 */
export async function requestStill(
  ctx: Context,
  command: { roomId: string; agent: AgentPrincipal; kind: StillKind },
): Promise<{ nonce: string; kind: StillKind; expiresAt: Date }> {
  const now = ctx.clock.now();
  const { roomId, agent, kind } = command;
  const nonce = newToken();
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayConduct(agent, room)) throw new Failure("not-allowed");
    await placeAct(tx, roomId, now);
    const id = newId();
    await insertStillRequest(tx, { id, roomId, kind, nonceHash: sha256Hex(nonce), askedBy: agent.id }, now);
    const details = { roomId, stillId: id, kind };
    await record(tx, { chain: `order:${room.orderId}`, act: "still.requested", actor: actorOf(agent), details }, now);
  });
  return { nonce, kind, expiresAt: later(now, stillNonceMs) };
}
