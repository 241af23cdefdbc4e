import type { Transaction } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Order } from "./order.ts";
import { mayActOn, type OrderPrincipal } from "./order-principal.ts";
import { lockOrder } from "./order-store.ts";
import { OrdersFailure } from "./orders-failures.ts";

/** The draft, locked for change by somebody who may. Failures: not-found (a foreign one too); order-already-placed; order-is-cancelled. */
export async function openDraft(tx: Transaction, orderId: string, by: OrderPrincipal): Promise<Order> {
  const order = await lockOrder(tx, orderId);
  if (!order || !mayActOn(by, order)) throw new Failure("not-found");
  if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
  if (order.number) throw new OrdersFailure("order-already-placed", { number: order.number });
  return order;
}
