import { hourMs } from "../../platform/time/durations.ts";
import { withoutMarks } from "../../platform/typed-text.ts";
import { isLandline } from "../applicant/phone.ts";
import type { ContactChannel } from "../order.ts";

/**
 * Which of the channels that the rules want confirmed can be: a code that cannot be delivered must not stop a purchase.
 * A mail server carries no SMS; without one, both are read in the browser mailbox. A landline gets no SMS at all.
 */
export function channelsToConfirm(
  wanted: readonly ContactChannel[],
  { smtpUrl }: { smtpUrl: string | undefined },
  phone: string | null = null,
): ContactChannel[] {
  const carriesSms = smtpUrl === undefined && !isLandline(phone ?? "");
  return wanted.filter((channel) => channel === "email" || carriesSms);
}

/** A six-digit code sent to an e-mail or a phone, to be typed back. */
export type ContactCode = {
  id: string;
  destination: string;
  codeHash: string;
  tries: number;
  createdAt: Date;
  expiresAt: Date;
  confirmedAt: Date | null;
};

/** The six figures in what was typed or pasted: "123 456", "Seu código é 123456 e vale 10 minutos". All figures where none stand so. */
export function typedCode(text: string): string {
  const plain = withoutMarks(text).normalize("NFKC");
  const six = /(?<!\d)(\d{3})[^\d]?(\d{3})(?!\d)/.exec(plain);
  return six ? `${six[1]}${six[2]}` : plain.replace(/\D/g, "");
}

export type CodeVerdict = "right" | "wrong" | "expired" | "worn-out";

/**
 * The verdict on a typed code. `isCounted`: the try was one of those that the code has, taken before it is looked at. A
 * worn-out code stays refused even when right: guessing must not pay.
 */
export function judgeCode(
  code: Pick<ContactCode, "expiresAt" | "codeHash">,
  typedHash: string,
  now: Date,
  isCounted: boolean,
): CodeVerdict {
  if (now >= code.expiresAt) return "expired";
  if (!isCounted) return "worn-out";
  return code.codeHash === typedHash ? "right" : "wrong";
}

/** Seconds until another code may be asked for; 0 = now. `asked` holds the times of former requests. */
export function secondsUntilNextCode(asked: readonly Date[], now: Date, perHour: number): number {
  const hourAgo = now.getTime() - hourMs;
  const recent = asked
    .map((time) => time.getTime())
    .filter((time) => time > hourAgo)
    .sort((a, b) => a - b);
  const blocking = recent[recent.length - perHour];
  return blocking === undefined ? 0 : Math.ceil((blocking - hourAgo) / 1000);
}
