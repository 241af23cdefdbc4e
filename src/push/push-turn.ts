import { transact } from "../platform/database.ts";
import type { Context } from "../platform/settings/context.ts";
import { placeOf, type Room } from "../rooms/room.ts";
import { roomById, roomsWaitingFor } from "../rooms/rooms-reads.ts";
import { callPushService } from "./post-push.ts";
import { encryptPush } from "./push-message.ts";
import { deleteSubscription, deleteSubscriptionsOf, type KeptSubscription, subscriptionsOf } from "./push-store.ts";
import { parseSubscription, type Turn } from "./push-subscription.ts";
import { vapidOf } from "./vapid.ts";

/** Later than this the word is no news any more. */
const timeToLiveSeconds = 300;
const gone = [404, 410];

/** The agent let the holder in. A word that came too late (put back, ended) is not sent. */
export async function pushCalled(ctx: Context, { roomId }: { roomId: string }): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  if (room && !room.closedAt && placeOf(room) === "admitted") await pushTo(ctx, room, "called");
}

/** A room ended: its holder's browsers are forgotten, and whoever waits for the same agent is next. */
export async function pushNext(ctx: Context, { roomId, orderId }: { roomId: string; orderId: string }): Promise<void> {
  await transact(ctx.db, (tx) => deleteSubscriptionsOf(tx, orderId));
  const ended = await roomById(ctx.db, roomId);
  const [next] = ended ? await roomsWaitingFor(ctx.db, ended.agentId) : [];
  if (next && !next.agentIsBusy) await pushTo(ctx, next, "next");
}

async function pushTo(ctx: Context, { orderId }: Room, turn: Turn): Promise<void> {
  const subscriptions = await subscriptionsOf(ctx.db, orderId);
  await Promise.all(subscriptions.map((kept) => pushOne(ctx, kept, turn)));
}

/** A courtesy beside the page, which rings by itself: what does not arrive is not tried again. */
async function pushOne(ctx: Context, { orderId, endpointHash, sealed }: KeptSubscription, turn: Turn): Promise<void> {
  const given = JSON.parse(ctx.secrets.open(sealed).toString()) as Parameters<typeof parseSubscription>[0];
  const subscription = parseSubscription(given, ctx.config.pushLoopback);
  if (!subscription) return;
  const endpoint = new URL(subscription.endpoint);
  const contact = `mailto:${/<([^>]+)>/.exec(ctx.config.mailFrom)?.[1] ?? ctx.config.mailFrom}`;
  const headers = {
    authorization: vapidOf(ctx.secrets).authorization(endpoint, contact, ctx.clock.now()),
    "content-encoding": "aes128gcm",
    "content-type": "application/octet-stream",
    ttl: String(timeToLiveSeconds),
    urgency: "high",
    topic: "turn", // a later word replaces one that still waits
  };
  const body = encryptPush(JSON.stringify({ turn }), subscription);
  const status = await callPushService(ctx, { endpoint, headers, body });
  if (gone.includes(status)) await transact(ctx.db, (tx) => deleteSubscription(tx, orderId, endpointHash));
  else if (status >= 300) ctx.log.info({ status }, "a push service refused a message");
}
