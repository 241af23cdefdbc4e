import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openDraft } from "../open-draft.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { changeDraft, livingOrderRows } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";
import { eligibilityToday } from "./eligibility-today.ts";

/**
 * Takes the answer to "já tem biometria cadastrada?" and decides by today's table who may use video; it is the holder's,
 * so it decides every certificate of the purchase that depends on it.
 * Resolves with the outcome and its words; "in-person" is an answer, not an error. Failures: those of a draft.
 */
export async function answerBiometrics(
  ctx: Context,
  command: { orderId: string; biometricsOnFile: boolean; by: OrderPrincipal },
): Promise<{ outcome: "video" | "in-person"; words: string }> {
  const now = ctx.clock.now();
  return transact(ctx.db, async (tx) => {
    const { orderId, biometricsOnFile } = command;
    const order = await openDraft(tx, orderId, command.by);
    const decided = { outcome: "in-person" as "video" | "in-person", words: "" };
    for (const { id, productId } of await livingOrderRows(tx, order.purchaseId)) {
      const product = await productById(tx, productId);
      if (!product) throw new OrdersFailure("product-not-on-sale");
      if (id !== orderId && (await eligibilityToday(tx, product, null, now))) continue;
      const decision = await eligibilityToday(tx, product, biometricsOnFile, now);
      if (!decision) continue;
      const { outcome, words, ruleId } = decision;
      if (id === orderId) Object.assign(decided, { outcome, words });
      await changeDraft(tx, id, decision.changes);
      const details = { outcome, ruleId, biometricsOnFile };
      await record(
        tx,
        { chain: `order:${id}`, act: "eligibility.decided", actor: { kind: "applicant" }, details },
        now,
      );
    }
    return decided;
  });
}
