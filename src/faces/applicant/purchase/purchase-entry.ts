import type { FastifyReply, FastifyRequest } from "fastify";
import { rulePackAt } from "../../../catalog/catalog-reads.ts";
import { orderPath } from "../../../contract/holder-addresses.ts";
import { channelsToConfirm } from "../../../orders/contact/contact-code.ts";
import type { ApplicantPrincipal } from "../../../orders/order-principal.ts";
import { OrdersFailure } from "../../../orders/orders-failures.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { type Appointment, lostHold, openOf } from "../../../scheduling/appointments/appointment.ts";
import { appointmentsOf, openAppointmentOf } from "../../../scheduling/appointments/scheduling-reads.ts";
import { holderOfRequest, requireDraft } from "../../order-access.ts";
import { Elsewhere } from "../../page.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { type Aside, type Purchase, pageDue, purchaseOf, type Step, stepHref } from "./purchase-steps.ts";

/** Whose draft, and what the address asks of its page. */
export type ByBuyer = {
  purchase: Purchase;
  asked: SlotQuery & { codigo?: string; perdido?: string; horario?: string };
  by(): Promise<ApplicantPrincipal>;
  request: FastifyRequest;
  reply: FastifyReply;
};

/**
 * Lets in whoever holds the draft, if it is this page's turn; leads elsewhere where it is not, also from the page of the
 * other kind of attendance. Without `step` it always is.
 */
export function atStep(ctx: Context, step?: Step | Aside) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<ByBuyer> => {
    const order = await requireDraft(ctx, request, (request.params as { id: string }).id);
    if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
    const purchase = await purchaseOf(ctx, order);
    const isHere = !step || request.url.startsWith(stepHref(order, step));
    const due = step && ((await pageDueOf(ctx, purchase, step)) ?? (isHere ? undefined : stepHref(order, step)));
    const away = order.number ? orderPath(order.number) : due;
    if (away) throw new Elsewhere(away);
    const asked = request.query as ByBuyer["asked"];
    return { purchase, asked, by: () => holderOfRequest(ctx, request), request, reply };
  };
}

async function pageDueOf(ctx: Context, purchase: Purchase, step: Step | Aside): Promise<string | undefined> {
  const { contact } = (await rulePackAt(ctx.db, purchase.order.raId, ctx.clock.now())).content;
  return pageDue(purchase, step, channelsToConfirm(contact.confirm, ctx.config, purchase.order.phone));
}

/** The times held for each certificate of the purchase, by order. */
export async function holdsOf(ctx: Context, { lines }: Purchase): Promise<Map<string, Appointment>> {
  const holds = new Map<string, Appointment>();
  for (const { order } of lines) {
    const open = await openAppointmentOf(ctx.db, order.id, ctx.clock.now());
    if (open) holds.set(order.id, open);
  }
  return holds;
}

/** The first of the times whose holds ran out; undefined where any stands, or none was lost. */
export async function lostTimeOf(ctx: Context, { lines }: Purchase): Promise<Appointment | undefined> {
  const now = ctx.clock.now();
  const all = await Promise.all(lines.map(({ order }) => appointmentsOf(ctx.db, order.id)));
  if (all.some((appointments) => openOf(appointments, now))) return undefined;
  const lost = all.map((appointments) => lostHold(appointments, now)).filter((time) => time !== undefined);
  return lost.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())[0];
}

/** Where the purchase goes on once nothing is missing: to the check where every certificate has its time, else to the times. */
export function onward(purchase: Purchase, holds: ReadonlyMap<string, Appointment>): string {
  const { lines } = purchase;
  return stepHref(lines[0].order, lines.every(({ order }) => holds.has(order.id)) ? "conferir" : "horario");
}
