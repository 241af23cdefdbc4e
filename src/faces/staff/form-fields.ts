import { z } from "zod";
import { parseEmail } from "../../orders/applicant/applicant.ts";
import { parseCnpj, parseCpf } from "../../platform/taxpayer-id.ts";
import { momentInBrasilia } from "../../platform/time/brasilia.ts";

/** Pieces of form schemas of desk and office; every message says what to do, in the words of the AR. */
export const words = (message: string, most = 200) =>
  z.string().trim().min(2, message).max(most, "Texto longo demais.");
/** A ticked box sends "sim"; an empty one sends nothing. */
export const ticked = z
  .string()
  .optional()
  .transform((value) => value === "sim");

/** A value that `parse` reads, or `message` beside the field; `whenEmpty` where nothing was typed. */
export function parsed<T>(parse: (text: string) => T | undefined, message: string, whenEmpty = message) {
  return z.string().transform((text, check): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    check.addIssue({ code: "custom", message: text.trim() === "" ? whenEmpty : message });
    return z.NEVER;
  });
}

/** A domain with accents is kept in its ASCII form, as the mail goes there. */
export const email = parsed(parseEmail, "Digite um e-mail válido.");
/** Where a form asks for several: which one is wrong is said too. */
export const emailOf = (whose: string) => parsed(parseEmail, `Digite um e-mail válido ${whose}.`);
export const cpf = parsed(parseCpf, "Confira o CPF: os dígitos não fecham.", "Digite o CPF.");
export const cnpj = parsed(parseCnpj, "Confira o CNPJ: os dígitos não fecham.", "Digite o CNPJ.");

/** "199,90", "R$ 1.199,90", "200" -> centavos. Undefined where it is no amount. */
export function parseBrl(text: string): number | undefined {
  const bare = text.replace(/R\$|\s/g, "");
  const match = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(bare);
  if (!match) return undefined;
  return Number(match[1]!.replaceAll(".", "")) * 100 + Number((match[2] ?? "0").padEnd(2, "0"));
}

/** "2026-11-24T08:00" as a browser sends it -> moment in Brasília. */
export function parseLocalTime(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return undefined;
  const at = momentInBrasilia(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
