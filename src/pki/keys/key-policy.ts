import { PkiError } from "../der/pki-error.ts";
import type { RsaKey } from "./rsa-key.ts";
import { blacklistLine, factorsAreClose, hasSmallFactor, isRoca } from "./weak-keys.ts";

/** Lines of lists of compromised keys, in the form of Debian's openssl-blacklist. */
export type KnownWeak = ReadonlySet<string>;

/**
 * Refuses a public key no certificate may carry: RSA 2048/3072/4096 with e = 65537 (DOC-ICP-01.01), and not one that
 * falls to trial division or Fermat's method, bears the mark of ROCA, or stands in a list (CAB/Forum BR §6.1.1.3).
 */
export function checkRsaKey(key: RsaKey, known: KnownWeak = new Set()): void {
  const bits = key.modulus.toString(2).length;
  if (![2048, 3072, 4096].includes(bits)) throw new PkiError("key-not-allowed", "2048, 3072 or 4096 bits", "size");
  if (key.exponent !== 65537n) throw new PkiError("key-not-allowed", "public exponent must be 65537", "exponent");
  if (hasSmallFactor(key)) throw new PkiError("key-not-allowed", "small factor", "small-factor");
  if (factorsAreClose(key)) throw new PkiError("key-not-allowed", "factors too close", "close-factors");
  if (isRoca(key)) throw new PkiError("key-not-allowed", "made by the library of ROCA", "roca");
  if (known.has(blacklistLine(key))) throw new PkiError("key-not-allowed", "in a list of compromised keys", "known");
}
