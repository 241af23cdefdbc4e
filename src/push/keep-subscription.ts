import { record } from "../audit/record.ts";
import { mayActOn, type OrderPrincipal } from "../orders/order-principal.ts";
import { orderById } from "../orders/orders-reads.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { RoomsFailure } from "../rooms/rooms-failures.ts";
import { roomOfOrder } from "../rooms/rooms-reads.ts";
import { PushFailure } from "./push-failures.ts";
import { encryptPush } from "./push-message.ts";
import { deleteSubscription, putSubscription, subscriptionsOf } from "./push-store.ts";
import { mostBrowsers, type PushSubscription, parseSubscription } from "./push-subscription.ts";

/**
 * The holder asks in the lobby to be told on this browser when the turn comes; the press is the consent, it ends with the room.
 * Failures: not-found, room-not-found, room-ended, push-refused (no address or key of a browser, or too many of them).
 */
export async function keepSubscription(
  ctx: Context,
  command: { orderId: string; given: { endpoint: string; p256dh: string; auth: string }; by: OrderPrincipal },
): Promise<void> {
  const { orderId, given, by } = command;
  const subscription = parseSubscription(given, ctx.config.pushLoopback);
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    const room = await roomOfOrder(tx, orderId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    if (!subscription || !isUsable(subscription)) throw new PushFailure("push-refused");
    const endpointHash = hashOf(ctx, subscription.endpoint);
    const { endpoint, publicKey, secret } = subscription;
    const sealed = ctx.secrets.seal(
      JSON.stringify({ endpoint, p256dh: publicKey.toString("base64url"), auth: secret.toString("base64url") }),
    );
    const isNew = await putSubscription(tx, { orderId, endpointHash, sealed }, now);
    if ((await subscriptionsOf(tx, orderId)).length > mostBrowsers) throw new PushFailure("push-refused");
    if (isNew) await record(tx, { chain: `order:${orderId}`, act: "push.allowed", actor: { kind: "applicant" } }, now);
  });
}

/** The holder takes it back; taking back what is not there does nothing. Failures: not-found. */
export async function dropSubscription(
  ctx: Context,
  command: { orderId: string; endpoint: string; by: OrderPrincipal },
): Promise<void> {
  const { orderId, endpoint, by } = command;
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    if (!(await deleteSubscription(tx, orderId, hashOf(ctx, endpoint)))) return;
    const now = ctx.clock.now();
    await record(tx, { chain: `order:${orderId}`, act: "push.stopped", actor: { kind: "applicant" } }, now);
  });
}

const hashOf = (ctx: Context, endpoint: string) => ctx.secrets.hmac("push-endpoint", endpoint);

/** A key that is no point of the curve can be known now, and not only when somebody waits for the message. */
function isUsable(subscription: PushSubscription): boolean {
  try {
    encryptPush("", subscription);
    return true;
  } catch {
    return false; // node:crypto has no other way to say that a point is not on the curve
  }
}
