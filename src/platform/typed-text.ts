import { invisible } from "../pki/names/icp-text.ts";

/** Control characters except tab and line ends, and characters that show as nothing without being joiners. */
const unseen = /[\p{Cc}\u2800\ufff9-\ufffb]|\u034f/gu;

/**
 * Without what nobody sees: joiners, soft hyphens, directions, byte order marks, controls. Accents as one sign (NFC), half
 * a sign (a lone surrogate) as U+FFFD: what comes out, PostgreSQL holds, as text and inside jsonb.
 */
export function withoutMarks(text: string): string {
  const kept = (sign: string) => (sign === "\t" || sign === "\n" || sign === "\r" ? sign : "");
  return text.toWellFormed().normalize("NFC").replace(invisible, "").replace(unseen, kept);
}

/** A password is kept to the letter: it is hashed, never stored or shown. */
const secret = /password|senha|^again$/i;
/** No form and no message of ours is deeper; what is, is left out. */
const deepest = 20;

/**
 * The one cleaning at every border (form, query, address, JSON, message, mail): each text in `value`, at any depth, as
 * `withoutMarks` leaves it. Objects and lists are changed in place; bytes are left alone.
 */
export function asSeen<T>(value: T, depth = 0): T {
  if (typeof value === "string") return withoutMarks(value) as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const fields = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(fields)) {
    if (typeof field === "object" && depth >= deepest) fields[name] = null;
    else if (typeof field === "object" || !secret.test(name)) fields[name] = asSeen(field, depth + 1);
  }
  return value;
}

/** At most `most` signs of UTF-16 from the front, or from the end, and never half a sign. */
export function cutTo(text: string, most: number, from: "front" | "end" = "front"): string {
  return (from === "front" ? text.slice(0, most) : text.slice(-most)).toWellFormed();
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
