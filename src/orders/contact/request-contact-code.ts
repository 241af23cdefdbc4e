import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { transact } from "../../platform/database.ts";
import { newCode, newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { openDraft } from "../open-draft.ts";
import type { ContactChannel } from "../order.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { OrdersFailure } from "../orders-failures.ts";
import { countCodeLetter } from "./code-limits.ts";
import { secondsUntilNextCode } from "./contact-code.ts";
import { codesOf, insertCode } from "./contact-store.ts";

/**
 * Makes a six-digit code for the order's e-mail or phone and has it sent. Only a keyed hash is kept; the code itself
 * travels sealed. `address`: of the network, of who asks. Failures: contact-missing, contact-codes-exhausted {minutes}, and those of a draft.
 */
export async function requestContactCode(
  ctx: Context,
  command: { orderId: string; channel: ContactChannel; by: OrderPrincipal; address: string | undefined },
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const { orderId, channel } = command;
    const order = await openDraft(tx, orderId, command.by);
    const destination = channel === "email" ? order.email : order.phone;
    if (!destination) throw new OrdersFailure("contact-missing");
    const { contact } = (await rulePackAt(tx, order.raId, now)).content;
    const asked = (await codesOf(tx, orderId, channel)).map((code) => code.createdAt);
    const wait = secondsUntilNextCode(asked, now, contact.codesPerHour);
    if (wait > 0) throw new OrdersFailure("contact-codes-exhausted", { minutes: Math.ceil(wait / 60) });
    await countCodeLetter(ctx, tx, { destination, address: command.address }, contact, now);
    const code = newCode(6);
    const id = newId(now.getTime());
    await insertCode(tx, {
      id,
      orderId,
      channel,
      destination,
      codeHash: ctx.secrets.hmac("contact-code", `${id}:${code}`),
      createdAt: now,
      expiresAt: later(now, contact.codeMinutes * minuteMs),
    });
    const sealedCode = ctx.secrets.seal(code).toString("base64");
    await announce(tx, "contact-code.requested", { orderId, channel, destination, sealedCode });
    await record(
      tx,
      { chain: `order:${orderId}`, act: "contact-code.requested", actor: { kind: "applicant" }, details: { channel } },
      now,
    );
  });
}
