import { createTransport } from "nodemailer";
import { minuteMs } from "../../platform/time/durations.ts";
import { type Courier, UndeliverableError } from "../outbox/courier.ts";

type Settings = { smtpUrl: string; mailFrom: string; publicUrl: string };

/** "Confere <a@b>" -> "a@b". */
function bareAddress(from: string): string {
  return /<([^<>]+)>/.exec(from)?.[1] ?? from.trim();
}

/**
 * Mail by SMTP, four connections at most. The Message-ID comes from the message's id: a repeated delivery after a
 * crash is recognisable as the same mail. Marked as automatic so that no machine answers (RFC 3834 §5).
 */
export function smtpCourier({ smtpUrl, mailFrom, publicUrl }: Settings): Courier {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: minuteMs,
  });
  const address = bareAddress(mailFrom);
  const domain = new URL(publicUrl).hostname;
  return {
    async deliver(parcel) {
      if (parcel.channel === "sms") throw new UndeliverableError("Nenhum canal de SMS está configurado.");
      try {
        await transport.sendMail({
          from: parcel.from ? { name: parcel.from.name, address } : mailFrom,
          to: parcel.recipient,
          ...(parcel.from && { replyTo: parcel.from.replyTo }),
          subject: parcel.subject,
          text: parcel.text,
          ...(parcel.html !== null && { html: parcel.html }),
          ...(parcel.calendar && {
            icalEvent: { method: parcel.calendar.method, filename: "convite.ics", content: parcel.calendar.content },
          }),
          messageId: `<${parcel.id}@${domain}>`,
          ...(parcel.inReplyTo && { inReplyTo: parcel.inReplyTo, references: parcel.inReplyTo }),
          headers: { "Auto-Submitted": parcel.inReplyTo ? "auto-replied" : "auto-generated" },
        });
        return "smtp";
      } catch (error) {
        const { responseCode, command } = error as { responseCode?: number; command?: string };
        // Only a refusal of this recipient or this content is final; a refused password or greeting is ours to mend.
        if (responseCode !== undefined && responseCode >= 500 && /^(RCPT|DATA)/.test(command ?? ""))
          throw new UndeliverableError((error as Error).message, { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
