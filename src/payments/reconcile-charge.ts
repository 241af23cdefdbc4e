import { transact } from "../platform/database.ts";
import { GiveUpError } from "../platform/jobs/job-troubles.ts";
import { enqueue } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { later } from "../platform/time/durations.ts";
import { type Charge, nextAskAt, settledWithinMs } from "./charge.ts";
import { chargeById, isSettled } from "./charge-store.ts";
import type { PaymentProvider, Settlement } from "./payment-provider.ts";
import { PaymentsFailure } from "./payments-failures.ts";
import { recordPayment } from "./record-payment.ts";

/**
 * Withdraws at its provider a charge that our books took back, if it could still be paid. The payer may have been
 * quicker, so the provider is asked once more whether it was paid, when the payment must have arrived.
 */
export async function withdrawAtProvider(
  ctx: Context,
  provider: PaymentProvider | undefined,
  { chargeId }: { chargeId: string },
): Promise<void> {
  const charge = await chargeById(ctx.db, chargeId);
  if (!charge?.cancelledAt || (await isSettled(ctx.db, chargeId))) return;
  await itsProvider(charge, provider).withdrawCharge(charge.txid);
  const startAt = later(ctx.clock.now(), settledWithinMs);
  const next = { chargeId, last: true };
  await transact(ctx.db, (tx) => enqueue(tx, "payments.reconcile", next, { startAt, key: chargeId }));
}

/** Asks the provider whether a charge was paid, records what came as a notice of it would, and plans the next question. */
export async function reconcileCharge(
  ctx: Context,
  provider: PaymentProvider | undefined,
  { chargeId, last }: { chargeId: string; last: boolean },
): Promise<void> {
  const charge = await chargeById(ctx.db, chargeId);
  if (!charge || (await isSettled(ctx.db, chargeId))) return;
  const settlement = await itsProvider(charge, provider).settlementOf(charge.txid);
  if (settlement) return recordFound(ctx, settlement);
  const startAt = last ? undefined : nextAskAt(charge, ctx.clock.now());
  if (!startAt) return;
  const next = { chargeId, last };
  await transact(ctx.db, (tx) => enqueue(tx, "payments.reconcile", next, { startAt, key: chargeId }));
}

async function recordFound(ctx: Context, settlement: Settlement): Promise<void> {
  try {
    await recordPayment(ctx, settlement);
  } catch (error) {
    // Asking again would give the same answer: a person has to look at this money.
    if (error instanceof PaymentsFailure && error.code === "payment-amount-differs")
      throw new GiveUpError(`the provider holds ${settlement.amountCentavos} centavos for ${settlement.txid}`);
    throw error;
  }
}

/** After a change of bank the charges of the former one can only be looked up there, by a person. */
function itsProvider(charge: Charge, provider: PaymentProvider | undefined): PaymentProvider {
  if (provider?.name !== charge.provider)
    throw new GiveUpError(`charge ${charge.txid} is at ${charge.provider}, which is not connected`);
  return provider;
}
