import { domainToASCII, domainToUnicode } from "node:url";
import { inPlainLetters } from "../../pki/names/icp-text.ts";
import { bareNumber, oneLine } from "../../platform/typed-text.ts";

/** A calendar day from three typed fields: "1990-02-28", or undefined where there is no such day. */
export function calendarDay(day: string, month: string, year: string): string | undefined {
  [day, month, year] = [bareNumber(day), bareNumber(month), bareNumber(year)];
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

/**
 * A name as typed, with its accents and its kind of apostrophe or hyphen; blanks made single. One word is a name too (the
 * page asks once, `isOneWord`). Undefined for figures, signs no name has, letters that no certificate may hold
 * (`lettersNotWritable`), and more than 120 letters.
 */
export function parsePersonName(text: string): string | undefined {
  const name = oneLine(text);
  const { text: plain, left } = inPlainLetters(name);
  const fits =
    left.length === 0 && name.length <= nameLimit && /^[A-Z'.\- ]+$/.test(plain) && /[A-Z].*[A-Z]/.test(plain);
  return fits ? name : undefined;
}

export const nameLimit = 120;
export const companyNameLimit = 160;

/** Whether a name is one word, as a passport may say; mostly it is half a name. */
export function isOneWord(name: string): boolean {
  return !/[A-Z]\S* \S*[A-Z]/.test(inPlainLetters(name).text);
}

/** As typed; undefined without a letter or figure, and with letters that no certificate may hold. */
export function parseCompanyName(text: string): string | undefined {
  const name = oneLine(text);
  const { text: plain, left } = inPlainLetters(name);
  return left.length === 0 && name.length <= companyNameLimit && plain.length >= 2 && /[A-Z0-9]/.test(plain)
    ? name
    : undefined;
}

const mailParts = (text: string): { mailbox: string; domain: string } => {
  const address = oneLine(text)
    .replace(/^(mailto|e-?mail)\s*:\s*/i, "")
    .toLowerCase();
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

export { formatPhone, parsePhone } from "./phone.ts";
