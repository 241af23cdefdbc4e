import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { isFrozen } from "../../irregularities/irregularities-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { isEarly } from "../../rooms/room.ts";
import { RoomsFailure } from "../../rooms/rooms-failures.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { mayStart } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { approvedProofing } from "../proofing-reads.ts";
import { insertProofing } from "../proofing-store.ts";

/**
 * Claims the case of a room and fixes the rule pack it will be judged by. The same agent may call it again. Failures:
 * not-found, not-allowed, proofing-room-closed, sitting-early {time}, order-frozen, proofing-already-approved.
 */
export async function startProofing(
  ctx: Context,
  command: { roomId: string; by: AgentPrincipal },
): Promise<{ proofingId: string }> {
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const room = await roomById(tx, command.roomId);
    const order = room && (await orderById(tx, room.orderId));
    if (!room || !order) throw new Failure("not-found");
    if (!mayStart(command.by, room, order.cpf ?? "")) throw new Failure("not-allowed");
    if (room.closedAt) throw new ProofingFailure("proofing-room-closed");
    if (isEarly(room, now)) throw new RoomsFailure("sitting-early", { time: room.opensAt });
    if (order.cancelledAt || (await isFrozen(tx, order.id))) throw new ProofingFailure("order-frozen");
    if (await approvedProofing(tx, order.id)) throw new ProofingFailure("proofing-already-approved");
    const pack = await rulePackAt(tx, room.raId, now);
    const { id, created } = await insertProofing(
      tx,
      {
        id: newId(now.getTime()),
        orderId: order.id,
        roomId: command.roomId,
        agentId: command.by.id,
        rulePackId: pack.id,
      },
      now,
    );
    if (created) {
      const details = { proofingId: id, roomId: command.roomId, rulePack: pack.name };
      await record(
        tx,
        { chain: `order:${order.id}`, act: "proofing.started", actor: actorOf(command.by), details },
        now,
      );
    }
    return { proofingId: id };
  });
}
