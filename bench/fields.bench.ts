import { parseEmail, parsePersonName, parsePhone } from "../src/orders/applicant/applicant.ts";
import { orderNumberFrom, parseOrderNumber } from "../src/orders/order-number.ts";
import { formatTaxpayerId, parseCnpj, parseCpf } from "../src/platform/taxpayer-id.ts";
import { type Dice, judgeMade } from "./made-cases.ts";

const marks = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u202c", "\u200e", "\u0000", "\ufe0f"];
const blanks = [" ", "\u00a0", "\u2009", "\u202f", "\t"];
const hyphens = ["-", "‐", "‑", "–", "—", "−"];
const some = (dice: Dice, of: readonly string[]) => (dice.roll() < 0.3 ? dice.one(of) : "");

/** As it comes out of a page, a PDF or a chat: marks between the letters, blanks around, another hyphen. */
function pasted(dice: Dice, text: string): string {
  const letters = [...text].map((letter) => some(dice, marks) + (letter === "-" ? dice.one(hyphens) : letter));
  return some(dice, blanks) + letters.join("") + some(dice, marks) + some(dice, blanks);
}

const figures = (dice: Dice, count: number) => Array.from({ length: count }, () => dice.upTo(10)).join("");

/** A number with the check digits that the parser finds right, looked for among all hundred. */
function checked(dice: Dice, count: number, parse: (text: string) => string | undefined): string {
  const body = figures(dice, count);
  const ends = Array.from({ length: 100 }, (_, end) => body + String(end).padStart(2, "0"));
  return ends.find((id) => parse(id)) ?? "";
}

function judge(dice: Dice): string | undefined {
  const cpf = checked(dice, 9, parseCpf);
  const cnpj = checked(dice, 12, parseCnpj);
  const number = orderNumberFrom(1000 + dice.upTo(1_000_000));
  const [area, rest] = [dice.one(["11", "21", "55", "92"]), `9${figures(dice, 8)}`];
  const phone = dice.one([
    `(${area}) ${rest.slice(0, 5)}-${rest.slice(5)}`,
    `+55 (0${area}) ${rest}`,
    `015 ${area} ${rest.slice(0, 5)}-${rest.slice(5)}`,
    `(0xx${area}) ${rest}`,
    `Cel.: ${area} ${rest}`,
  ]);
  const tries: [string, string | undefined, string][] = [
    [formatTaxpayerId(cpf), cpf, "cpf"],
    [`${dice.one(["", "CPF ", "CPF nº "])}${formatTaxpayerId(cpf)}`, cpf, "cpf"],
    [`${dice.one(["", "CNPJ: "])}${formatTaxpayerId(cnpj)}`, cnpj, "cnpj"],
    [
      `${dice.one(["", "nº ", "Pedido nº ", "#"])}${number.replace("CERTI", dice.one(["CERTI", "certi ", "CERTI-"]))}`,
      number,
      "order",
    ],
    [phone, `+55${area}${rest}`, "phone"],
    ["Maria D'Ávila da Silva", "Maria D'Ávila da Silva", "name"],
    ["Maria@Açaí.com.br", "maria@xn--aa-4iaz.com.br", "email"],
  ];
  const parsers: Record<string, (text: string) => string | undefined> = {
    ...{ cpf: parseCpf, cnpj: parseCnpj, order: parseOrderNumber },
    ...{ phone: parsePhone, name: parsePersonName, email: parseEmail },
  };
  for (const [text, right, kind] of tries) {
    const typed = pasted(dice, text);
    const read = parsers[kind]?.(typed);
    if (read !== right) return `${kind} ${JSON.stringify(typed)} was read as ${read}, not ${right}`;
  }
  return undefined;
}

/** Of a thousand made sets of pasted fields: each is read as what was copied. */
export async function* bench() {
  yield await judgeMade("pasted fields read right", judge);
}
