import type { OrderPrincipal } from "../../orders/order-principal.ts";
import type { CodeOf } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import { openOf } from "../appointments/appointment.ts";
import { appointmentsOf } from "../appointments/scheduling-reads.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { holdSlots } from "./hold-slot.ts";

const goneFor: CodeOf<typeof SchedulingFailure>[] = [
  "slot-taken",
  "holder-busy",
  "hold-limit",
  "chain-invalid",
  "chain-too-long",
];

/**
 * Makes sure of the times that a page showed as reserved: living holds are left alone, and those that ran out are taken
 * again at the same hours, one after the other, if they are still free. Nothing is changed where they are not.
 * Failures: hold-lost (another time must be chosen), and those of `holdSlots` that no other time would cure.
 */
export async function renewHold(
  ctx: Context,
  command: { orderIds: readonly string[]; startsAt: Date; language?: Language | undefined; by: OrderPrincipal },
): Promise<void> {
  const opens = await Promise.all(
    command.orderIds.map(async (orderId) => openOf(await appointmentsOf(ctx.db, orderId), ctx.clock.now())),
  );
  if (opens.every((open) => open !== undefined)) return;
  try {
    await holdSlots(ctx, command);
  } catch (error) {
    if (!(error instanceof SchedulingFailure) || !goneFor.includes(error.code)) throw error;
    throw new SchedulingFailure("hold-lost");
  }
}
