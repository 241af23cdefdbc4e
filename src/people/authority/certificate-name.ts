import { inPlainLetters } from "../../pki/names/icp-text.ts";
import { PeopleFailure } from "../people-failures.ts";

/** The letters and signs of a name that no certificate may hold (DOC-ICP-04 7.1.5.2), for a sentence: "株, ®"; or undefined. */
export function lettersNotWritable(name: string): string | undefined {
  const { left } = inPlainLetters(name);
  return left.length > 0 ? left.map((letter) => `“${letter}”`).join(", ") : undefined;
}

/** Refuses (name-not-writable {letters, whose}) a name that a certificate would have to cut letters from. */
export function requireWritable(name: string, whose: "holder" | "company" | "authority"): void {
  const letters = lettersNotWritable(name);
  if (letters) throw new PeopleFailure("name-not-writable", { letters, whose });
}
