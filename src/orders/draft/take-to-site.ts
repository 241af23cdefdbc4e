import { record } from "../../audit/record.ts";
import { sitesOf } from "../../people/authority/site-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { openDraft } from "../open-draft.ts";
import type { Order } from "../order.ts";
import { type OrderPrincipal, orderActor } from "../order-principal.ts";
import { changeDraft, livingOrderRows } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";

/**
 * A draft that may not be attended by video becomes one in person at an open site of its AR, within the caller's
 * transaction. Failures: not-found (another AR's site, a closed one), conflict (video is possible), in-person-alone (one
 * of several), and those of a draft.
 */
export async function takeToSite(
  tx: Transaction,
  command: { orderId: string; siteId: string; by: OrderPrincipal },
  now: Date,
): Promise<Order> {
  const { orderId, siteId, by } = command;
  const order = await openDraft(tx, orderId, by);
  const site = (await sitesOf(tx, order.raId)).find(({ id }) => id === siteId);
  if (!site) throw new Failure("not-found");
  if (order.eligibilityOutcome !== "in-person") throw new Failure("conflict");
  if ((await livingOrderRows(tx, order.purchaseId)).length > 1) throw new OrdersFailure("in-person-alone");
  await changeDraft(tx, orderId, { attendance: "in-person", site_id: siteId });
  const details = { siteId, name: site.name };
  await record(tx, { chain: `order:${orderId}`, act: "order.site-chosen", actor: orderActor(by), details }, now);
  return { ...order, attendance: "in-person", siteId };
}
