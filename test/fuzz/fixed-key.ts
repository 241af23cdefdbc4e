import { checkPrimeSync, createHash, createPrivateKey, type KeyObject } from "node:crypto";
import { magnitude } from "../../src/pki/keys/rsa-key.ts";

/** 1024 bits with the two highest set, out of a word: the same in every run. */
function primeOf(word: string): bigint {
  const bytes = Buffer.concat(
    Array.from({ length: 4 }, (_, at) => createHash("sha256").update(`${word} ${at}`).digest()),
  );
  bytes[0]! |= 0xc0;
  bytes[127]! |= 1;
  let candidate = BigInt(`0x${bytes.toString("hex")}`);
  while (candidate % 65537n === 1n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % modulus) + modulus) % modulus;
}

/** An RSA key that everybody can make, so that a seed makes the same requests in every run. Of no use for anything else. */
export function fixedKey(): KeyObject {
  const [p, q] = [primeOf("confere fuzz p"), primeOf("confere fuzz q")];
  const d = inverse(65537n, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: 65537n, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const numbers = Object.entries(parts).map(([name, value]) => [name, magnitude(value).toString("base64url")]);
  return createPrivateKey({ key: { kty: "RSA", ...Object.fromEntries(numbers) }, format: "jwk" });
}
