import { PkiError } from "./pki-error.ts";

/** Upper case, no accents, only what DOC-ICP-04 item 7.1.5.2 admits; blanks collapsed. */
export function plainUpper(words: string): string {
  return words
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toUpperCase()
    .replace(/\s+/g, " ")
    .replace(/[^A-Z0-9 !"#$%&'()+,\-./:;=?@\\]/g, "")
    .replace(/ +/g, " ")
    .trim();
}

/** Fixed field: [0-9A-Z], zeros on the left, all zeros when absent (DOC-ICP-04 item 7.1.2.4 b). */
export function fixedField(value: string | undefined, width: number): string {
  const bare = (value ?? "").toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (bare.length > width) throw new PkiError("profile", `field longer than its ${width} positions`);
  return bare.padStart(width, "0");
}

/** "NAME:CPF" or "COMPANY:CNPJ"; the upper bound of 64 (RFC 5280 ub-common-name) cuts the name, never the number. */
export function holderCommonName(name: string, taxpayerId: string): string {
  return `${plainUpper(name)
    .slice(0, 63 - taxpayerId.length)
    .trimEnd()}:${taxpayerId}`;
}
