import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-views.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure, type FailureCode } from "../platform/failure.ts";
import { type CodeVerdict, judgeCode, typedCode } from "./contact-code.ts";
import { codesOf, countTry, markConfirmed } from "./contact-store.ts";
import { openDraft } from "./open-draft.ts";
import type { ContactChannel } from "./order.ts";
import type { OrderPrincipal } from "./order-principal.ts";
import { changeDraftsOf } from "./order-store.ts";

const refusals: Record<Exclude<CodeVerdict, "right">, FailureCode> = {
  wrong: "contact-code-wrong",
  expired: "contact-code-expired",
  "worn-out": "contact-code-worn-out",
};

/**
 * Confirms the e-mail or phone of the order and of its whole purchase; confirming again is no error. A wrong try is counted even
 * though it is refused. Failures: contact-code-wrong, -expired, -worn-out (field "codigo"), and those of a draft.
 */
export async function confirmContact(
  ctx: Context,
  command: { orderId: string; channel: ContactChannel; code: string; by: OrderPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  const verdict = await transact(ctx.db, async (tx): Promise<CodeVerdict> => {
    const { orderId, channel } = command;
    const order = await openDraft(tx, orderId, command.by);
    const [destination, confirmedAt] =
      channel === "email" ? [order.email, order.emailConfirmedAt] : [order.phone, order.phoneConfirmedAt];
    if (confirmedAt) return "right";
    const { contact } = (await rulePackAt(tx, order.raId, now)).content;
    const latest = (await codesOf(tx, orderId, channel)).find((code) => code.destination === destination);
    if (!latest) return "expired";
    const typedHash = ctx.secrets.hmac("contact-code", `${latest.id}:${typedCode(command.code)}`);
    const verdict = judgeCode(latest, typedHash, now, contact.codeTries);
    if (verdict === "wrong") await countTry(tx, latest.id);
    if (verdict !== "right") return verdict;
    await markConfirmed(tx, latest.id, now);
    const changes = channel === "email" ? { email_confirmed_at: now } : { phone_confirmed_at: now };
    await changeDraftsOf(tx, order.purchaseId, changes);
    await record(
      tx,
      { chain: `order:${orderId}`, act: "contact.confirmed", actor: { kind: "applicant" }, details: { channel } },
      now,
    );
    return verdict;
  });
  // Refused after the commit: the counted try must stay.
  if (verdict !== "right") throw new Failure(refusals[verdict], {}, "codigo");
}
