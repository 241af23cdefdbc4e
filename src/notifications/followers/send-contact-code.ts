import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { headOf } from "../letters/order-facts.ts";
import { contactCode, contactCodeSms } from "../letters/purchase-letters.ts";
import { draftOf } from "../outbox/letter.ts";
import { sendMessage } from "../outbox/send-message.ts";
import { orderFacts } from "./notifications-reads.ts";

/** Sends a one-time code where it was asked for. The code stays sealed in the outbox until it leaves. */
export async function sendContactCode(ctx: Context, asked: EventPayloads["contact-code.requested"]): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const facts = await orderFacts(tx, asked.orderId);
    if (!facts) return;
    const letter = contactCode(asked.channel, asked.purpose);
    const draft =
      asked.channel === "email"
        ? draftOf(headOf(facts, ctx.config.publicUrl), letter)
        : { template: letter.template, subject: letter.subject, text: contactCodeSms, html: null };
    await sendMessage(ctx, tx, {
      dedupeKey: `contact-code:${sha256Hex(asked.sealedCode)}`,
      orderId: facts.orderId,
      raId: facts.raId,
      channel: asked.channel === "email" ? "email" : "sms",
      recipient: asked.destination,
      draft,
      sealedCode: Buffer.from(asked.sealedCode, "base64"),
    });
  });
}
