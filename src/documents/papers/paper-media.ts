import { cutTo, oneLine } from "../../platform/typed-text.ts";
import type { PaperRefusal } from "../documents-failures.ts";

export const largestPaper = 20 * 1024 * 1024;
export const mostPages = 50;

export type PaperMedia = "application/pdf" | "image/jpeg" | "image/png";

/** What the bytes are, or why they cannot be a paper. Only the start counts, never name or declared type. */
export function paperMedia(content: Uint8Array): PaperMedia | { refusal: PaperRefusal } {
  if (content.length === 0) return { refusal: "paper-empty" };
  if (content.length > largestPaper) return { refusal: "paper-too-big" };
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 80)).toString("latin1");
  // Anchored magics first: "%PDF somewhere in the first kilobyte" would take winmail.dat and ZIPs for PDFs.
  if (start.startsWith("PK\x03\x04") || start.startsWith("Rar!") || start.startsWith("7z\xbc\xaf"))
    return { refusal: "paper-is-archive" };
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (/^ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)/.test(start.slice(4, 12))) return { refusal: "paper-is-heic" };
  if (/^(\xef\xbb\xbf)?[\s\0]{0,64}%PDF-/.test(start)) return "application/pdf";
  return { refusal: "paper-not-pdf" };
}

/** A name fit for a screen: no path, no control or direction-changing characters, at most 120 characters. */
export function displayName(name: string): string {
  const bare = oneLine(name.split(/[\\/]/).at(-1)!);
  return cutTo(bare, 120, "end") || "sem nome";
}
