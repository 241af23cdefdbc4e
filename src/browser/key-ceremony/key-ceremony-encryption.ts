import * as der from "../../pki/der/der.ts";
import { tripleDesDecrypt, tripleDesEncrypt } from "./key-ceremony-des.ts";
import { type Digest, sha1 } from "./key-ceremony-digest.ts";

const subtle = globalThis.crypto.subtle;
export const random = (length: number): der.Bytes => globalThis.crypto.getRandomValues(new Uint8Array(length));

/** "modern": AES-256 and SHA-256. "compatible": 3DES and SHA-1, for Windows ≤ 2016, macOS ≤ 14 and Java before 8u301. */
export type Kind = "modern" | "compatible";

const pbes2 = "1.2.840.113549.1.5.13";
const pbkdf2 = "1.2.840.113549.1.5.12";
const hmacSha256 = "1.2.840.113549.2.9";
const aes256Cbc = "2.16.840.1.101.3.4.1.42";
const sha1And3Des = "1.2.840.113549.1.12.1.3";

/** BMPString with its closing zero (RFC 7292 appendix B.1). The password is ASCII by our rule. */
const bmpPassword = (password: string): der.Bytes =>
  Uint8Array.from([...`${password}\0`].flatMap((letter) => [0, letter.charCodeAt(0)]));

/** Key derivation of RFC 7292 appendix B.2. `purpose`: 1 key, 2 initial vector, 3 integrity. */
export function deriveBytes(
  digest: Digest,
  purpose: 1 | 2 | 3,
  password: string,
  salt: Uint8Array,
  iterations: number,
  length: number,
): der.Bytes {
  const block = 64;
  const filled = (part: Uint8Array): Uint8Array =>
    Uint8Array.from({ length: block * Math.ceil(part.length / block) }, (_, i) => part[i % part.length]!);
  const diversifier = new Uint8Array(block).fill(purpose);
  const state = der.join(filled(salt), filled(bmpPassword(password)));
  let out = new Uint8Array(0);
  for (;;) {
    let part = digest(der.join(diversifier, state));
    for (let round = 1; round < iterations; round++) part = digest(part);
    out = der.join(out, part);
    if (out.length >= length) return out.slice(0, length);
    for (let at = 0; at < state.length; at += block) {
      let carry = 1;
      for (let i = block - 1; i >= 0; i--) {
        carry += state[at + i]! + part[i % part.length]!;
        state[at + i] = carry & 255;
        carry >>= 8;
      }
    }
  }
}

type Sealed = { algorithm: der.Bytes; secret: Uint8Array };

/** Encrypts under the password; the algorithm identifier carries what opening needs. */
export async function encrypt(kind: Kind, password: string, plain: Uint8Array): Promise<Sealed> {
  if (kind === "compatible") {
    const salt = random(8);
    const iterations = 20_000;
    const algorithm = der.sequence(der.oid(sha1And3Des), der.sequence(der.octetString(salt), der.integer(iterations)));
    const [key, iv] = tripleDesKey(password, salt, iterations);
    return { algorithm, secret: tripleDesEncrypt(key, iv, plain) };
  }
  const salt = random(16);
  const iv = random(16);
  const iterations = 600_000;
  const prf = der.sequence(der.oid(hmacSha256), der.nothing());
  const algorithm = der.sequence(
    der.oid(pbes2),
    der.sequence(
      der.sequence(der.oid(pbkdf2), der.sequence(der.octetString(salt), der.integer(iterations), prf)),
      der.sequence(der.oid(aes256Cbc), der.octetString(iv)),
    ),
  );
  const key = await aesKey(password, salt, iterations);
  const secret = await subtle.encrypt({ name: "AES-CBC", iv }, key, Uint8Array.from(plain));
  return { algorithm, secret: new Uint8Array(secret) };
}

/** Opens what `encrypt` made, by what the identifier says. Throws where the password is another. */
export async function decrypt({ algorithm, secret }: Sealed, password: string): Promise<Uint8Array> {
  const [type, parameters] = der.inside(algorithm);
  if (String(type!.whole) === String(der.oid(sha1And3Des))) {
    const [salt, iterations] = der.elements(parameters!.content);
    const [key, iv] = tripleDesKey(password, salt!.content, number(iterations!.content));
    return tripleDesDecrypt(key, iv, secret);
  }
  const [derivation, cipher] = der.elements(parameters!.content);
  const [salt, iterations] = der.elements(der.elements(derivation!.content)[1]!.content);
  const iv = der.elements(cipher!.content)[1]!.content;
  const key = await aesKey(password, salt!.content, number(iterations!.content));
  return new Uint8Array(await subtle.decrypt({ name: "AES-CBC", iv }, key, Uint8Array.from(secret)));
}

export const number = (content: Uint8Array): number => content.reduce((sum, byte) => sum * 256 + byte, 0);

function tripleDesKey(password: string, salt: Uint8Array, iterations: number): [der.Bytes, der.Bytes] {
  return [deriveBytes(sha1, 1, password, salt, iterations, 24), deriveBytes(sha1, 2, password, salt, iterations, 8)];
}

async function aesKey(password: string, salt: der.Bytes, iterations: number): Promise<CryptoKey> {
  const base = await subtle.importKey("raw", der.text(password), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle.deriveKey(derivation, base, { name: "AES-CBC", length: 256 }, false, ["encrypt", "decrypt"]);
}
