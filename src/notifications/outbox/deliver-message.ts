import { withLetterMarks } from "../../orders/access/letter-mark.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { transact } from "../../platform/database.ts";
import { GiveUpError } from "../../platform/jobs/job-troubles.ts";
import type { Context } from "../../platform/settings/context.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { type Courier, UndeliverableError } from "./courier.ts";
import { type Message, mostAttempts } from "./message.ts";
import { markAttempt, markSent, markWithdrawn, messageRow } from "./message-store.ts";

/** The code in its place, for the courier and for the mailbox page. */
export function withCode(ctx: Pick<Context, "secrets">, text: string, message: Pick<Message, "sealedCode">): string {
  if (!message.sealedCode) return text;
  return text.replaceAll("{code}", ctx.secrets.open(message.sealedCode).toString());
}

/**
 * One attempt at one message. Rejects where it should be tried again (the job queue does); given up after
 * `mostAttempts` or where the recipient is refused for good: then a person is told, and what they have tried again goes out. A sent message is never sent again, and one about a time
 * that was freed meanwhile is withdrawn.
 */
export async function deliverMessage(
  ctx: Context,
  courier: Courier,
  { messageId }: { messageId: string },
): Promise<void> {
  const message = await messageRow(ctx.db, messageId);
  if (!message || message.sentAt || message.withdrawnAt) return;
  if (message.failedAt && message.template === "contact-code") return;
  const visit = message.appointmentId === null ? undefined : await appointmentById(ctx.db, message.appointmentId);
  if (visit?.status === "released") return transact(ctx.db, (tx) => markWithdrawn(tx, messageId, ctx.clock.now()));
  const ra = message.raId === null ? undefined : await registrationAuthority(ctx.db, message.raId);
  const { id, channel, recipient, subject, calendar, calendarMethod, inReplyTo } = message;
  const marked = (text: string) => withLetterMarks(ctx.secrets, text, ctx.config.publicUrl);
  try {
    const via = await courier.deliver({
      id,
      channel,
      recipient,
      subject,
      text: marked(withCode(ctx, message.bodyText, message)),
      html: message.bodyHtml && marked(withCode(ctx, message.bodyHtml, message)),
      calendar: calendar !== null && calendarMethod ? { method: calendarMethod, content: calendar } : null,
      from: ra ? { name: ra.name, replyTo: ra.email } : null,
      inReplyTo,
    });
    await transact(ctx.db, (tx) => markSent(tx, id, via, ctx.clock.now()));
  } catch (error) {
    const final = error instanceof UndeliverableError || message.attempts + 1 >= mostAttempts;
    const words = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await transact(ctx.db, (tx) => markAttempt(tx, id, words, final, ctx.clock.now()));
    if (!final) throw error;
    ctx.log.warn({ messageId: id, template: message.template }, "message given up");
    // A code is of no use later: who still wants in asks for another.
    if (message.template !== "contact-code") throw new GiveUpError(`${recipient}: ${words}`);
  }
}
