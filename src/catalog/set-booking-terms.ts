import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf, type Installation, mayManage } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { areTermsSound, type BookingTerms } from "./booking-terms.ts";
import { CatalogFailure } from "./catalog-failures.ts";
import { productById } from "./catalog-reads.ts";
import { updateBookingTerms } from "./catalog-store.ts";

/**
 * Sets slot length, pauses, notice and horizon of a product; appointments already booked stay as they are.
 * Failures: booking-terms-invalid, not-found, not-allowed (managers of that AR only).
 */
export async function setBookingTerms(
  ctx: Context,
  command: { terms: Omit<BookingTerms, "raId">; by: AgentPrincipal | Installation },
): Promise<void> {
  const { terms, by } = command;
  if (!areTermsSound(terms)) throw new CatalogFailure("booking-terms-invalid");
  await transact(ctx.db, async (tx) => {
    const product = await productById(tx, terms.productId);
    if (!product) throw new Failure("not-found");
    if (by !== "installation" && !mayManage(by, product.raId)) throw new Failure("not-allowed");
    await updateBookingTerms(tx, terms);
    const deed = {
      chain: `ar:${product.raId}`,
      act: "product.booking-set",
      actor: actorOf(by),
      details: terms,
    } as const;
    await record(tx, deed, ctx.clock.now());
  });
}
