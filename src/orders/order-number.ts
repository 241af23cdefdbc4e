import { bareNumber } from "../platform/typed-text.ts";

/** "CERTI" + digits whose last one checks the others (ours), or a partner's "17" + digits. Upper case, no blanks. */
export type OrderNumber = string & { readonly kind: "order-number" };

/** Damm's quasigroup of order 10: finds every wrong digit and every swap of neighbours (H. M. Damm, 2004). */
const damm = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

function checkDigit(digits: string): string {
  let row = 0;
  for (const digit of digits) row = Number(damm[row]?.[Number(digit)]);
  return String(row);
}

/** Our number of these figures: 1000 -> "CERTI00001000" + check digit. */
export function orderNumberFrom(sequence: number): OrderNumber {
  const digits = String(sequence).padStart(8, "0");
  return `CERTI${digits}${checkDigit(digits)}` as OrderNumber;
}

/** Reads what people type or paste: blanks, hyphens, points, lower case, "pedido nº" before it, without its zeros. Undefined where it cannot be an order number. */
export function parseOrderNumber(text: string): OrderNumber | undefined {
  const bare = bareNumber(text).replace(/^(?:O|DO|SEU|MEU|PEDIDO|PROTOCOLO|NUMERO|NÚMERO|NR|NUM|NO?)+(?=CERTI|17)/, "");
  // Leading zeros are what people leave out; the smallest number ever given is 1000.
  const own = /^CERTI(\d{4,14})(\d)$/.exec(bare);
  const digits = own?.[1]?.padStart(8, "0") ?? "";
  if (own) return checkDigit(digits) === own[2] ? (`CERTI${digits}${own[2]}` as OrderNumber) : undefined;
  // A partner's number carries no check digit that we know of; it counts only where such an order exists.
  return /^17\d{4,16}$/.test(bare) ? (bare as OrderNumber) : undefined;
}
