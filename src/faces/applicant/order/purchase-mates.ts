import type { FastifyRequest } from "fastify";
import { productById } from "../../../catalog/catalog-reads.ts";
import type { Product } from "../../../catalog/product.ts";
import { isPlaced, type Order, type PlacedOrder } from "../../../orders/order.ts";
import type { Payment } from "../../../payments/charge.ts";
import { paymentOf } from "../../../payments/payments-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { type Appointment, lostHold, openOf } from "../../../scheduling/appointments/appointment.ts";
import { appointmentsOf } from "../../../scheduling/appointments/scheduling-reads.ts";
import { ordersOfRequest } from "../../order-access.ts";

/** An order beside others of its purchase. */
export type Mate = Standing & { product: Product };

/** What decides on its time. */
export type Standing = {
  order: PlacedOrder;
  payment: Payment | undefined;
  /** Every one there was, newest first. */
  appointments: Appointment[];
  open: Appointment | undefined;
  /** It never had an appointment yet: its time may be chosen together with the others'. */
  isFresh: boolean;
};

/**
 * The orders bought in one act with this one that this browser may see, this one among them, cancelled ones too, in the
 * order in which they were put together. Whoever opened one by its number sees that one alone.
 */
export async function matesOf(ctx: Context, request: FastifyRequest, order: PlacedOrder): Promise<Mate[]> {
  const standings = await standingsAmong(ctx, await ordersOfRequest(ctx, request), order);
  return Promise.all(standings.map((standing) => withProduct(ctx, standing)));
}

/** The same without the products, where the orders that this browser may see are known. */
export async function standingsAmong(ctx: Context, seen: readonly Order[], order: PlacedOrder): Promise<Standing[]> {
  const together = seen.filter(isPlaced).filter(({ purchaseId }) => purchaseId === order.purchaseId);
  const standings = await Promise.all(together.map((one) => standingOf(ctx, one)));
  return standings.sort((a, b) => a.order.purchasePosition - b.order.purchasePosition);
}

export async function withProduct(ctx: Context, standing: Standing): Promise<Mate> {
  const product = await productById(ctx.db, standing.order.productId);
  if (!product) throw new Failure("not-found");
  return { ...standing, product };
}

async function standingOf(ctx: Context, order: PlacedOrder): Promise<Standing> {
  const appointments = await appointmentsOf(ctx.db, order.id);
  return {
    order,
    payment: await paymentOf(ctx.db, order.id),
    appointments,
    open: openOf(appointments, ctx.clock.now()),
    isFresh: appointments.every(({ bookedAt }) => bookedAt === null),
  };
}

/** Those whose times are chosen in one act with this order's: none of them had an appointment yet, none is cancelled. */
export function chosenTogether(mates: readonly Standing[], order: PlacedOrder): Standing[] {
  const own = mates.filter((mate) => mate.order.id === order.id);
  if (!own[0]?.isFresh) return own;
  return mates.filter(({ isFresh, order: { cancelledAt } }) => isFresh && !cancelledAt);
}

/** The unpaid orders whose holds ran out, in time order, and the first of those times; undefined where one still stands. */
export function lostAmong(
  mates: readonly Standing[],
  now: Date,
): { orderIds: string[]; time: Appointment } | undefined {
  const unpaid = mates.filter(({ payment, order }) => !payment && !order.cancelledAt);
  if (unpaid.some(({ open }) => open)) return undefined;
  const lost = unpaid
    .map(({ appointments }) => lostHold(appointments, now))
    .filter((time) => time !== undefined)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  return lost[0] && { orderIds: lost.map(({ orderId }) => orderId), time: lost[0] };
}

/** Where it stands, in few words. */
export function mateWords({ order, payment, open }: Mate): "Cancelado" | "A pagar" | "Falta o horário" | "Marcado" {
  if (order.cancelledAt) return "Cancelado";
  if (!payment) return "A pagar";
  return open?.status === "booked" ? "Marcado" : "Falta o horário";
}
