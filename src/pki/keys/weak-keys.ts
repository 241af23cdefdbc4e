import { createHash } from "node:crypto";
import type { RsaKey } from "./rsa-key.ts";

const smallPrimes = primesBelow(752);
/** Every prime but 2 whose residue the flawed library fixed, for keys of any length it made (Nemec et al. 2017, table 2). */
const rocaPrimes = primesBelow(168).slice(1);

function primesBelow(limit: number): number[] {
  const primes: number[] = [];
  for (let n = 2; n < limit; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

export const hasSmallFactor = ({ modulus }: RsaKey): boolean =>
  smallPrimes.some((prime) => modulus % BigInt(prime) === 0n);

/**
 * The mark of the Infineon library (ROCA, CVE-2017-15361): modulo each of these primes the modulus is a power of 65537. A key
 * of another maker looks so once in 2^90.
 */
export const isRoca = ({ modulus }: RsaKey): boolean =>
  rocaPrimes.every((prime) => powersOf65537(prime).has(Number(modulus % BigInt(prime))));

function powersOf65537(prime: number): Set<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65537) % prime) powers.add(power);
  return powers;
}

/** 100 rounds of Fermat's factorization (CVE-2022-26320). */
export function factorsAreClose({ modulus }: RsaKey): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  for (let round = 0; round < 100; round++, a += 1n) {
    const rest = a * a - modulus;
    const root = squareRoot(rest);
    if (root * root === rest) return true;
  }
  return false;
}

function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** The line a key has in the lists of Debian's openssl-blacklist (CVE-2008-0166): the last 80 bits of a SHA-1. */
export const blacklistLine = ({ modulus }: RsaKey): string =>
  createHash("sha1")
    .update(`Modulus=${modulus.toString(16).toUpperCase()}\n`)
    .digest("hex")
    .slice(20);
