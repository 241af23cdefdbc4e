import { domainToASCII, domainToUnicode } from "node:url";
import { inPlainLetters, invisible } from "../pki/icp-text.ts";

/** A calendar day from three typed fields: "1990-02-28", or undefined where there is no such day. */
export function calendarDay(day: string, month: string, year: string): string | undefined {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const real = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return real ? date.toISOString().slice(0, 10) : undefined;
}

/** Whole years on `today` of somebody born on `birthDate`, both "YYYY-MM-DD". Negative for a day still to come. */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

const asTyped = (text: string): string => text.normalize("NFC").replace(invisible, "").replace(/\s+/g, " ").trim();

/**
 * A name with at least two words, as typed, with its accents and its kind of apostrophe or hyphen; blanks made single.
 * Undefined for one word, figures, signs no name has, and letters that no certificate may hold (`lettersNotWritable`).
 */
export function parsePersonName(text: string): string | undefined {
  const name = asTyped(text);
  const { text: plain, left } = inPlainLetters(name);
  const fits =
    left.length === 0 && name.length <= 120 && /^[A-Z'.\- ]{3,}$/.test(plain) && /[A-Z]\S* \S*[A-Z]/.test(plain);
  return fits ? name : undefined;
}

/** As typed; undefined without a letter or figure, and with letters that no certificate may hold. */
export function parseCompanyName(text: string): string | undefined {
  const name = asTyped(text);
  const { text: plain, left } = inPlainLetters(name);
  return left.length === 0 && name.length <= 160 && plain.length >= 2 && /[A-Z0-9]/.test(plain) ? name : undefined;
}

const mailParts = (text: string): { mailbox: string; domain: string } => {
  const address = asTyped(text).toLowerCase();
  const at = address.lastIndexOf("@");
  return { mailbox: address.slice(0, Math.max(at, 0)), domain: address.slice(at + 1) };
};
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/**
 * Lower-case address, or undefined. Deliberately plain: the code we send is the real proof. A domain with accents is
 * kept in its ASCII form (RFC 5890 A-label). A mailbox with accents is refused: the address goes into the certificate,
 * whose rfc822Name is ASCII (RFC 5280 §4.2.1.6).
 */
export function parseEmail(text: string): string | undefined {
  const { mailbox, domain } = mailParts(text);
  const email = `${mailbox}@${isPlain(domain) ? domain : domainToASCII(domain)}`;
  const fits = /^[!-~]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(email) && !/[<>,;:"()[\]\\]|@.*@/.test(email);
  return email.length <= 254 && fits ? email : undefined;
}

/** The letters before the @ that keep an address out of a certificate, for a sentence; undefined where there are none. */
export function mailboxLettersNotWritable(text: string): string | undefined {
  const strange = new Set([...mailParts(text).mailbox].filter((letter) => !isPlain(letter)));
  return strange.size > 0 ? [...strange].map((letter) => `“${letter}”`).join(", ") : undefined;
}

/** As people read it: the accents of its domain are back. */
export function formatEmail(email: string): string {
  const { mailbox, domain } = mailParts(email);
  return mailbox ? `${mailbox}@${domainToUnicode(domain)}` : email;
}

/** Brazilian phone with area code, as people type it, to E.164: "(11) 98765-4321" -> "+5511987654321". */
export function parsePhone(text: string): string | undefined {
  const digits = text.replace(/[\s().\-+]/g, "").replace(/^0+/, "");
  const national = digits.length > 11 && digits.startsWith("55") ? digits.slice(2) : digits;
  return /^[1-9][1-9](9\d{8}|[2-5]\d{7})$/.test(national) ? `+55${national}` : undefined;
}

/** "+5511987654321" -> "(11) 98765-4321". */
export function formatPhone(phone: string): string {
  const match = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  return match ? `(${match[1]}) ${match[2]}-${match[3]}` : phone;
}
