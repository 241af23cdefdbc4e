import { productById, rulePackAt } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import type { Reader } from "../../platform/database.ts";
import { dayMs, hourMs, later, minuteMs } from "../../platform/time/durations.ts";
import { findSlots } from "../agenda/find-slots.ts";
import type { Appointment } from "../appointments/appointment.ts";

/** A holder who has just been let down needs some minutes to read and choose. */
const breath = 5 * minuteMs;
/** Looked through one after the other, so that a busy AR is asked for a month only when the near days are full. */
const reaches = [6 * hourMs, 3 * dayMs, 31 * dayMs];

/**
 * The nearest starts at which somebody could attend this order's holder in this language, at most `count`; an agent in `without` (who
 * has just not come) is not counted on. Empty where the horizon has none.
 */
export async function nearestSlots(
  reader: Reader,
  { orderId, language }: Pick<Appointment, "orderId" | "language">,
  count: number,
  now: Date,
  without: string[] = [],
): Promise<Date[]> {
  const order = await orderById(reader, orderId);
  const product = order && (await productById(reader, order.productId));
  if (!order || !product) return [];
  const { booking } = (await rulePackAt(reader, order.raId, now)).content;
  const from = later(now, Math.max(booking.noticeMinutes * minuteMs, breath));
  const horizon = now.getTime() + booking.horizonDays * dayMs;
  for (const reach of reaches) {
    const to = new Date(Math.min(now.getTime() + reach, horizon));
    const { siteId, cpf: holderCpf } = order;
    const query = { productIds: [product.id], window: { from, to }, siteId, holderCpf, language, without };
    const slots = await findSlots(reader, query, now);
    const starts = slots.map(({ startsAt }) => startsAt);
    const apart = spread(starts, product.slotMinutes * minuteMs, count);
    if (apart.length >= count || to.getTime() === horizon) return apart;
  }
  return [];
}

/** The first of them, no two closer than one slot: three choices that differ. */
function spread(starts: readonly Date[], gap: number, count: number): Date[] {
  const chosen: Date[] = [];
  for (const start of starts) {
    const last = chosen.at(-1);
    if (!last || start.getTime() - last.getTime() >= gap) chosen.push(start);
    if (chosen.length === count) break;
  }
  return chosen;
}
