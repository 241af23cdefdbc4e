import type { OrderPrincipal } from "../../orders/order-principal.ts";
import type { CodeOf } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { releaseOrderTime } from "../appointments/release-appointment.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { holdSlots } from "./hold-slot.ts";

const unfit: CodeOf<typeof SchedulingFailure>[] = [
  "slot-taken",
  "holder-busy",
  "hold-limit",
  "chain-invalid",
  "chain-too-long",
];

/**
 * After a purchase got or lost a certificate: holds its times anew from the hour at which they began, one after the other, in the language they had.
 * Where they no longer fit there, what was held is let go, so that the holder may choose among all times.
 * undefined then. Failures: those of `holdSlots` that no other time would cure.
 */
export async function holdAgain(
  ctx: Context,
  command: { orderIds: readonly string[]; startsAt: Date; language: Language; by: OrderPrincipal },
): Promise<Appointment[] | undefined> {
  try {
    return await holdSlots(ctx, command);
  } catch (error) {
    if (!(error instanceof SchedulingFailure) || !unfit.includes(error.code)) throw error;
    for (const orderId of command.orderIds)
      await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: { kind: "system" } });
    return undefined;
  }
}
