import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { countCodeLetter } from "../../orders/contact/code-limits.ts";
import { secondsUntilNextCode } from "../../orders/contact/contact-code.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { accessOf, orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newCode, newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import { isRevocable, mayIssue } from "./issuance.ts";
import { type CodePurpose, insertIssuanceCode, issuanceCodesOf } from "./issuance-code-store.ts";
import { issuanceFacts } from "./issuance-reads.ts";

/**
 * Sends a six-digit code to the e-mail that was confirmed at purchase, for the browser of this access token and one purpose.
 * Failures: not-found, issuance-not-due, revocation-not-due (no certificate that lives), contact-codes-exhausted {minutes}.
 */
export async function requestIssuanceCode(
  ctx: Context,
  command: {
    orderId: string;
    accessToken: string;
    purpose?: CodePurpose;
    by: OrderPrincipal;
    /** Of the network, of who asks; undefined: nobody from outside does. */
    address: string | undefined;
  },
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const { orderId, purpose = "issuance" } = command;
    const order = await orderById(tx, orderId);
    const facts = await issuanceFacts(tx, orderId, now);
    if (!order?.email || !facts || !mayActOn(command.by, order)) throw new Failure("not-found");
    if (purpose === "issuance" && !mayIssue(facts)) throw new IssuanceFailure("issuance-not-due");
    if (purpose === "revocation" && !isRevocable(facts)) throw new IssuanceFailure("revocation-not-due");
    const { contact } = (await rulePackAt(tx, order.raId, now)).content;
    const asked = (await issuanceCodesOf(tx, orderId, purpose)).map((code) => code.createdAt);
    const wait = secondsUntilNextCode(asked, now, contact.codesPerHour);
    if (wait > 0) throw new OrdersFailure("contact-codes-exhausted", { minutes: Math.ceil(wait / 60) });
    const access = await accessOf(tx, command.accessToken, orderId, now);
    if (!access) throw new Failure("not-found");
    await countCodeLetter(ctx, tx, { destination: order.email, address: command.address }, contact, now);
    const code = newCode(6);
    const id = newId(now.getTime());
    await insertIssuanceCode(tx, {
      id,
      orderId,
      purpose,
      accessId: access.accessId,
      codeHash: ctx.secrets.hmac("issuance-code", `${id}:${code}`),
      createdAt: now,
      expiresAt: later(now, contact.codeMinutes * minuteMs),
    });
    const sealedCode = ctx.secrets.seal(code).toString("base64");
    const destination = order.email;
    await announce(tx, "contact-code.requested", { orderId, channel: "email", destination, sealedCode, purpose });
    const actor = { kind: "applicant", id: orderId } as const;
    await record(tx, { chain: `order:${orderId}`, act: `${purpose}-code.requested`, actor }, now);
  });
}
