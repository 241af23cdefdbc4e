import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { renewAccess } from "../access/renew-access.ts";
import { openDraft } from "../open-draft.ts";
import type { ContactChannel } from "../order.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { changeDraftsOf } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";
import { type CodeVerdict, judgeCode, typedCode } from "./contact-code.ts";
import { codesOf, countTry, markConfirmed } from "./contact-store.ts";

const refusals = {
  wrong: "contact-code-wrong",
  expired: "contact-code-expired",
  "worn-out": "contact-code-worn-out",
} as const satisfies Record<Exclude<CodeVerdict, "right">, string>;

/**
 * Confirms the e-mail or phone of the order and of its whole purchase; confirming again is no error. Every try is
 * counted before it is looked at. `accessToken`: of the browser in which the code was typed; the token in the answer
 * replaces it in the cookie. Failures: contact-code-wrong, -expired, -worn-out, and those of a draft.
 */
export async function confirmContact(
  ctx: Context,
  command: {
    orderId: string;
    channel: ContactChannel;
    code: string;
    by: OrderPrincipal;
    accessToken?: string | undefined;
  },
): Promise<{ accessToken?: string }> {
  const now = ctx.clock.now();
  type Answer = { verdict: CodeVerdict; accessToken?: string };
  const { verdict, ...kept } = await transact(ctx.db, async (tx): Promise<Answer> => {
    const { orderId, channel } = command;
    const right = async (): Promise<Answer> => ({
      verdict: "right",
      ...(command.accessToken && { accessToken: await renewAccess(tx, command.accessToken, { orderId }, now) }),
    });
    const order = await openDraft(tx, orderId, command.by);
    const [destination, confirmedAt] =
      channel === "email" ? [order.email, order.emailConfirmedAt] : [order.phone, order.phoneConfirmedAt];
    if (confirmedAt) return right();
    const { contact } = (await rulePackAt(tx, order.raId, now)).content;
    const latest = (await codesOf(tx, orderId, channel)).find((code) => code.destination === destination);
    if (!latest) return { verdict: "expired" };
    const typedHash = ctx.secrets.hmac("contact-code", `${latest.id}:${typedCode(command.code)}`);
    const isCounted = await countTry(tx, latest.id, contact.codeTries);
    const verdict = judgeCode(latest, typedHash, now, isCounted);
    if (verdict !== "right") return { verdict };
    await markConfirmed(tx, latest.id, now);
    const changes = channel === "email" ? { email_confirmed_at: now } : { phone_confirmed_at: now };
    await changeDraftsOf(tx, order.purchaseId, changes);
    await record(
      tx,
      { chain: `order:${orderId}`, act: "contact.confirmed", actor: { kind: "applicant" }, details: { channel } },
      now,
    );
    return right();
  });
  // Refused after the commit: the counted try must stay.
  if (verdict !== "right") throw new OrdersFailure(refusals[verdict]);
  return kept;
}
