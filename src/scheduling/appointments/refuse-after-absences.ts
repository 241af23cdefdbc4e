import { rulePackAt } from "../../catalog/catalog-reads.ts";
import type { Order } from "../../orders/order.ts";
import type { Transaction } from "../../platform/database.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { absencesOf } from "./appointment.ts";
import { appointmentsOf } from "./scheduling-reads.ts";

/**
 * A holder who stayed away as often as the rules forgive books the next time through the AR. Failures: no-show-limit.
 */
export async function refuseAfterAbsences(tx: Transaction, order: Order, now: Date): Promise<void> {
  const { freeNoShows } = (await rulePackAt(tx, order.raId, now)).content.absence;
  const times = absencesOf(await appointmentsOf(tx, order.id));
  if (times >= freeNoShows) throw new SchedulingFailure("no-show-limit", { times });
}
