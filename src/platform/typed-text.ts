import { invisible } from "../pki/icp-text.ts";

/** Control signs but tab and line ends, and what a font shows as nothing without being of the joiners. */
const unseen = /[\p{Cc}\u2800\ufff9-\ufffb]|\u034f/gu;

/** Without what nobody sees: joiners, soft hyphens, directions, byte order marks, controls. Accents as one sign (NFC). */
export function withoutMarks(text: string): string {
  const kept = (sign: string) => (sign === "\t" || sign === "\n" || sign === "\r" ? sign : "");
  return text.normalize("NFC").replace(invisible, "").replace(unseen, kept);
}

/** One line as typed or pasted: no marks, blanks of every kind made single. */
export function oneLine(text: string): string {
  return withoutMarks(text).replace(/\s+/g, " ").trim();
}

/**
 * A number of a document or an order as its figures and capital letters: blanks, points, slashes and every kind of hyphen
 * left out, full-width figures made plain, "nº" and "№" become "NO", "n°" becomes "N".
 */
export function bareNumber(text: string): string {
  return withoutMarks(text)
    .normalize("NFKC")
    .replace(/[\s\p{P}\p{S}]/gu, "")
    .toUpperCase();
}
