import { parsePhoneNumberFromString } from "libphonenumber-js";
import { oneLine } from "../../platform/typed-text.ts";

/** Why a typed phone is none that can be called, so that the page can say it. */
export type PhoneFault =
  | "empty"
  | "letters"
  | "no-area-code"
  | "area-code"
  | "ninth-figure"
  | "short"
  | "long"
  | "service"
  | "number"
  | "abroad";

/** Area codes in use (Anatel, Plano Geral de Códigos Nacionais). */
const areaCodes = new Set(
  "11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99".split(
    " ",
  ),
);

/** What is copied along: "Tel.:", "Celular (WhatsApp):", "tel:", an extension, and the "0xx11" of old signs. */
function plain(text: string): string {
  return oneLine(text)
    .normalize("NFKC")
    .replace(/^(?:(?:tel(?:efone)?|cel(?:ular)?|fone|fixo|whats(?:app)?|zap|contato|nº?o?)\b[\s.:()°-]*)+/i, "")
    .replace(/[\s,;]*(?:ramal|ext\.?|r\.)\s*\d{1,6}$/i, "")
    .replace(/\(?\b0\s*x\s*x\s*/i, (old) => (old.startsWith("(") ? "(" : ""));
}

/**
 * A phone as people write it, as E.164: "(11) 98765-4321", "+55 (011) 98765-4321", "015 11 98765-4321" (with a carrier),
 * "+351 912 345 678". In Brazil: an area code that exists, then a mobile (9 and eight figures) or a landline.
 */
export function readPhone(text: string): { phone: string } | { fault: PhoneFault } {
  const typed = plain(text);
  if (!/\d/.test(typed)) return { fault: typed ? "letters" : "empty" };
  if (/\p{L}/u.test(typed)) return { fault: "letters" };
  const international = typed.replace(/^\(?\s*00(?=[1-9])/, "+").replace(/^\(\s*\+/, "+");
  if (international.startsWith("+") && !/^\+[\s(]*5\s*5/.test(international)) {
    const abroad = parsePhoneNumberFromString(international);
    if (abroad?.isValid()) return { phone: abroad.number };
    if (typed.startsWith("+") || typed.startsWith("(+")) return { fault: "abroad" };
  }
  if (/^0\s*[3589]00/.test(typed)) return { fault: "service" };
  const known = parsePhoneNumberFromString(/^\+/.test(international) ? international : typed, "BR");
  const figures = typed.replace(/\D/g, "").replace(/^0+/, "");
  const national = known?.countryCallingCode === "55" ? known.nationalNumber : figures.replace(/^55(?=\d{10,11}$)/, "");
  const fault = brazilianFault(national.replace(/^0+/, ""));
  return fault ? { fault } : { phone: `+55${national.replace(/^0+/, "")}` };
}

function brazilianFault(national: string): PhoneFault | undefined {
  if (national.length > 11) return "long";
  if (/^([2-8]\d{7}|9\d{7,8})$/.test(national)) return "no-area-code";
  if (national.length < 10) return "short";
  if (!areaCodes.has(national.slice(0, 2))) return "area-code";
  const subscriber = national.slice(2);
  if (/^[6-9]\d{7}$/.test(subscriber)) return "ninth-figure";
  return /^(9\d{8}|[2-5]\d{7})$/.test(subscriber) ? undefined : "number";
}

/** E.164, or undefined where `readPhone` finds a fault. */
export function parsePhone(text: string): string | undefined {
  const read = readPhone(text);
  return "phone" in read ? read.phone : undefined;
}

/** A Brazilian landline: it rings, and gets no SMS. */
export function isLandline(phone: string): boolean {
  return /^\+55\d{2}[2-5]\d{7}$/.test(phone);
}

/** "+5511987654321" -> "(11) 98765-4321"; of another country "+351 912 345 678". */
export function formatPhone(phone: string): string {
  const match = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  if (match) return `(${match[1]}) ${match[2]}-${match[3]}`;
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
}
