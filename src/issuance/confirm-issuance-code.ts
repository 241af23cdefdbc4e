import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-views.ts";
import { type CodeVerdict, judgeCode, typedCode } from "../orders/contact-code.ts";
import { mayActOn, type OrderPrincipal } from "../orders/order-principal.ts";
import { orderById } from "../orders/orders-views.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure, type FailureCode } from "../platform/failure.ts";
import { sha256Hex } from "../platform/ids.ts";
import { countIssuanceTry, issuanceCodesOf, markIssuanceConfirmed } from "./issuance-code-store.ts";
import { isConfirmedFor } from "./issuance-views.ts";

const refusals: Record<Exclude<CodeVerdict, "right">, FailureCode> = {
  wrong: "contact-code-wrong",
  expired: "contact-code-expired",
  "worn-out": "contact-code-worn-out",
};

/**
 * Confirms that who uses this browser reads the holder's e-mail. A wrong try is counted though it is refused.
 * Failures: not-found, contact-code-wrong, -expired, -worn-out (field "codigo").
 */
export async function confirmIssuanceCode(
  ctx: Context,
  command: { orderId: string; accessToken: string; code: string; by: OrderPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  const verdict = await transact(ctx.db, async (tx): Promise<CodeVerdict> => {
    const { orderId, accessToken } = command;
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(command.by, order)) throw new Failure("not-found");
    if (await isConfirmedFor(tx, orderId, accessToken)) return "right";
    const { contact } = (await rulePackAt(tx, order.raId, now)).content;
    const accessHash = sha256Hex(accessToken);
    const latest = (await issuanceCodesOf(tx, orderId)).find((code) => code.accessHash === accessHash);
    if (!latest) return "expired";
    const typedHash = ctx.secrets.hmac("issuance-code", `${latest.id}:${typedCode(command.code)}`);
    const verdict = judgeCode(latest, typedHash, now, contact.codeTries);
    if (verdict === "wrong") await countIssuanceTry(tx, latest.id);
    if (verdict !== "right") return verdict;
    await markIssuanceConfirmed(tx, latest.id, now);
    const actor = { kind: "applicant", id: orderId } as const;
    await record(tx, { chain: `order:${orderId}`, act: "issuance-code.confirmed", actor }, now);
    return verdict;
  });
  // Refused after the commit: the counted try must stay.
  if (verdict !== "right") throw new Failure(refusals[verdict], {}, "codigo");
}
