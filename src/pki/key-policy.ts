import { createPublicKey, type KeyObject } from "node:crypto";
import { PkiError, parsing } from "./pki-error.ts";

const smallPrimes = sieve(752);

/**
 * Refuses a public key no certificate may carry: RSA 2048/3072/4096 with e = 65537 (DOC-ICP-01.01), and not one that
 * falls to trial division or to Fermat's method (CVE-2022-26320); the last two as CAB/Forum BR §6.1.1.3 asks.
 */
export function checkPublicKey(publicKeyInfo: Uint8Array): KeyObject {
  const key = parsing("public key", () =>
    createPublicKey({ key: Buffer.from(publicKeyInfo), format: "der", type: "spki" }),
  );
  if (key.asymmetricKeyType !== "rsa") throw new PkiError("key-not-allowed", "only RSA");
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (![2048, 3072, 4096].includes(modulusLength ?? 0))
    throw new PkiError("key-not-allowed", "2048, 3072 or 4096 bits");
  if (publicExponent !== 65537n) throw new PkiError("key-not-allowed", "public exponent must be 65537");
  const modulus = BigInt(`0x${Buffer.from(key.export({ format: "jwk" }).n ?? "", "base64url").toString("hex")}`);
  if (smallPrimes.some((prime) => modulus % prime === 0n)) throw new PkiError("key-not-allowed", "small factor");
  if (factorsAreClose(modulus)) throw new PkiError("key-not-allowed", "factors too close");
  return key;
}

function sieve(limit: number): bigint[] {
  const primes: number[] = [];
  for (let n = 2; n < limit; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map(BigInt);
}

/** 100 rounds of Fermat's factorization. */
function factorsAreClose(modulus: bigint): boolean {
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
