import { bareNumber } from "./typed-text.ts";

/** CPF: 11 digits. CNPJ: 12 of [0-9A-Z] + 2 digits (alphanumeric since July 2026, IN RFB 2.229/2024). */
export type Cpf = string & { readonly kind: "cpf" };
export type Cnpj = string & { readonly kind: "cnpj" };
type TaxpayerId = Cpf | Cnpj;

/** Modulus 11 over ASCII-48, weights 2..limit from the right (Receita Federal; digits keep their old value). */
function checkDigit(text: string, limit: number): number {
  let sum = 0;
  let weight = 2;
  for (let i = text.length - 1; i >= 0; i--) {
    sum += (text.charCodeAt(i) - 48) * weight;
    weight = weight === limit ? 2 : weight + 1;
  }
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

function endsWithItsCheckDigits(text: string, limit: number): boolean {
  const body = text.slice(0, -2);
  const first = checkDigit(body, limit);
  const second = checkDigit(body + first, limit);
  return text.endsWith(`${first}${second}`);
}

/** Without the word that is copied along with the number: "CPF nº 123.456.789-09". */
function bare(text: string, tail: RegExp): string {
  return new RegExp(`^(?:CPF|CNPJ|MF|DO|DA|NO?|NUMERO)*(${tail.source})$`).exec(bareNumber(text))?.[1] ?? "";
}

/** The CPF in the text, or undefined where it is none (length, check digits, all digits equal). */
export function parseCpf(text: string): Cpf | undefined {
  const id = bare(text, /\d{11}/);
  if (!id || /^(\d)\1{10}$/.test(id)) return undefined;
  return endsWithItsCheckDigits(id, 11) ? (id as Cpf) : undefined;
}

/** The CNPJ in the text, numeric or alphanumeric, or undefined where it is none. */
export function parseCnpj(text: string): Cnpj | undefined {
  const id = bare(text, /[0-9A-Z]{12}\d{2}/);
  if (!id || /^0{14}$/.test(id)) return undefined;
  return endsWithItsCheckDigits(id, 9) ? (id as Cnpj) : undefined;
}

export function parseTaxpayerId(text: string): TaxpayerId | undefined {
  return parseCpf(text) ?? parseCnpj(text);
}

/** "12345678909" -> "123.456.789-09"; "12ABC34501DE35" -> "12.ABC.345/01DE-35". */
export function formatTaxpayerId(id: string): string {
  if (id.length === 11) return `${id.slice(0, 3)}.${id.slice(3, 6)}.${id.slice(6, 9)}-${id.slice(9)}`;
  return `${id.slice(0, 2)}.${id.slice(2, 5)}.${id.slice(5, 8)}/${id.slice(8, 12)}-${id.slice(12)}`;
}

/** For screens that a stranger may see (LGPD art. 6 III): "***.456.789-**", "12.***.***\/**DE-35". */
export function maskTaxpayerId(id: string): string {
  if (id.length === 11) return `***.${id.slice(3, 6)}.${id.slice(6, 9)}-**`;
  return `${id.slice(0, 2)}.***.***/**${id.slice(10, 12)}-${id.slice(12)}`;
}
