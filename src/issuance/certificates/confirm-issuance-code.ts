import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { renewAccess } from "../../orders/access/renew-access.ts";
import { type CodeVerdict, judgeCode, typedCode } from "../../orders/contact/contact-code.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { accessOf, orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import { type CodePurpose, countIssuanceTry, issuanceCodesOf, markIssuanceConfirmed } from "./issuance-code-store.ts";
import { isConfirmedFor } from "./issuance-reads.ts";

type Refused = Exclude<CodeVerdict, "right">;

const refusals = {
  wrong: "contact-code-wrong",
  expired: "contact-code-expired",
  "worn-out": "contact-code-worn-out",
} as const satisfies Record<Refused, string>;

/** How long the same code, typed again, still counts for the browser that asked: a second press is no second code. */
const pressMs = minuteMs;

/**
 * Confirms that whoever uses this browser reads the holder's e-mail. Every try is counted before it is looked at. The
 * token in the answer replaces `accessToken` in the cookie, and only it carries the confirmation, so that whoever
 * planted or saw the former one gains nothing. Failures: not-found, contact-code-wrong, -expired, -worn-out.
 */
export async function confirmIssuanceCode(
  ctx: Context,
  command: { orderId: string; accessToken: string; code: string; purpose?: CodePurpose; by: OrderPrincipal },
): Promise<{ accessToken: string }> {
  const now = ctx.clock.now();
  const answer = await transact(ctx.db, async (tx): Promise<{ refused: Refused } | { accessToken: string }> => {
    const { orderId, accessToken, purpose = "issuance" } = command;
    const renewed = async (proven?: string) => ({
      accessToken: await renewAccess(tx, accessToken, { orderId, ...(proven && { proven }) }, now),
    });
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(command.by, order)) throw new Failure("not-found");
    if (await isConfirmedFor(tx, { orderId, accessToken, purpose }, now)) return renewed();
    const { contact } = (await rulePackAt(tx, order.raId, now)).content;
    const access = await accessOf(tx, accessToken, orderId, now);
    const codes = await issuanceCodesOf(tx, orderId, purpose);
    const latest = codes.find((code) => code.accessId === access?.accessId);
    if (!latest) return { refused: "expired" };
    const typedHash = ctx.secrets.hmac("issuance-code", `${latest.id}:${typedCode(command.code)}`);
    const counted = await countIssuanceTry(tx, latest.id, contact.codeTries);
    const verdict = judgeCode(latest, typedHash, now, counted !== undefined);
    if (verdict !== "right") return { refused: verdict };
    if (counted?.confirmed) {
      const isSecondPress = now.getTime() - counted.confirmed.at.getTime() < pressMs;
      return isSecondPress ? renewed(counted.confirmed.accessId) : { refused: "expired" };
    }
    const proven = newId(now.getTime());
    await markIssuanceConfirmed(tx, latest.id, proven, now);
    const actor = { kind: "applicant", id: orderId } as const;
    await record(tx, { chain: `order:${orderId}`, act: `${purpose}-code.confirmed`, actor }, now);
    return renewed(proven);
  });
  // Refused after the commit: the counted try must stay.
  if ("refused" in answer) throw new OrdersFailure(refusals[answer.refused]);
  return answer;
}
