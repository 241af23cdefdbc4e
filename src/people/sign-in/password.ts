import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { createLane, type Seat } from "../../platform/threads/lane.ts";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** OWASP password storage: scrypt N=2^16, r=8, p=1 (64 MiB); stored with the hash so that it can rise later. */
const cost = { N: 65_536, r: 8, p: 1 };
const maxmem = 160 * 1024 * 1024;

/**
 * One derivation is a quarter of a second of a processor, in one of the four threads that read the pages' files as well:
 * two at once, and those who wait are answered within a few seconds or told to come again.
 */
export const passwordLane = createLane({ width: 2, waiting: 20, waitingEach: 6, againAfterSeconds: 5 });

export const shortestPassword = 12;
const longestPassword = 200;

/** Passwords every list begins with; length alone does not help against these (NIST SP 800-63B §3.1.1.2). */
const common = /^(.)\1+$|^(0?123456789|abcdefgh|qwerty|senha|password|confere)/i;

/** What is wrong with the password in the reader's words, or undefined. */
export function passwordFault(password: string): string | undefined {
  if (password.length < shortestPassword) return `Use pelo menos ${shortestPassword} caracteres.`;
  if (password.length > longestPassword) return `Use no máximo ${longestPassword} caracteres.`;
  if (common.test(password)) return "Esta senha é fácil de adivinhar. Junte palavras que só você usaria.";
  return undefined;
}

/** "scrypt$N$r$p$salt$key", base64url. */
export async function hashPassword(_seat: Seat, password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize("NFKC"), salt, 32, { ...cost, maxmem });
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Compared against when there is no such agent, so that a miss takes as long as a wrong password. */
const nobodysHash = `scrypt$${cost.N}$${cost.r}$${cost.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** True if the password is the one of `stored`; a null `stored` does the same work and is always false. */
export async function passwordMatches(_seat: Seat, password: string, stored: string | null): Promise<boolean> {
  const [scheme, n, r, p, salt, key] = (stored ?? nobodysHash).split("$");
  if (scheme !== "scrypt" || !salt || !key) throw new Error("stored password hash is unreadable");
  const expected = Buffer.from(key, "base64url");
  const options = { N: Number(n), r: Number(r), p: Number(p), maxmem };
  const given = await derive(password.normalize("NFKC"), Buffer.from(salt, "base64url"), expected.length, options);
  return timingSafeEqual(given, expected) && stored !== null;
}
