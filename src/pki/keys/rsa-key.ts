import { type Bytes, bitString, type Element, elements, inside, integer, nothing, oid, sequence } from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { PkiError, parsing } from "../der/pki-error.ts";

/** An RSA public key as numbers: what two encodings of one key have in common. */
export type RsaKey = { modulus: bigint; exponent: bigint };

/** Reads a SubjectPublicKeyInfo of an RSA key, however its AlgorithmIdentifier is written. */
export function readRsaKey(publicKeyInfo: Uint8Array): RsaKey {
  return parsing("public key", () => {
    const [algorithm, bits, ...more] = inside(publicKeyInfo);
    const [type, ...parameters] = algorithm ? elements(algorithm.content) : [];
    if (!type || bits?.tag !== 0x03 || more.length > 0) throw new RangeError("not a SubjectPublicKeyInfo");
    if (Buffer.compare(type.whole, oid(oids.rsaEncryption)) !== 0)
      throw new PkiError("key-not-allowed", "only RSA", "kind");
    if (!areNull(parameters)) throw new RangeError("parameters of another algorithm");
    const [modulus, exponent, ...others] = inside(bits.content.subarray(1));
    if (!modulus || !exponent || others.length > 0) throw new RangeError("not an RSAPublicKey");
    return { modulus: numberOf(modulus), exponent: numberOf(exponent) };
  });
}

/** NULL, as RFC 4055 §5 wants it, or left out, as some write it: never anything else. */
export const areNull = (parameters: Element[]): boolean =>
  parameters.length === 0 || (parameters.length === 1 && parameters[0]!.tag === 0x05);

/** As OpenSSL reads it: the octets are a magnitude, whatever the first bit says. */
function numberOf({ tag, content }: Element): bigint {
  if (tag !== 0x02 || content.length === 0) throw new RangeError("not an INTEGER");
  return BigInt(`0x${Buffer.from(content).toString("hex")}`);
}

export function magnitude(value: bigint): Buffer {
  const figures = value.toString(16);
  return Buffer.from(figures.padStart(figures.length + (figures.length % 2), "0"), "hex");
}

/** The one SubjectPublicKeyInfo that RFC 3279 §2.3.1 gives this key (parameters NULL). DER. */
export function rsaKeyInfo({ modulus, exponent }: RsaKey): Bytes {
  const key = sequence(integer(magnitude(modulus)), integer(magnitude(exponent)));
  return sequence(sequence(oid(oids.rsaEncryption), nothing()), bitString(key));
}
