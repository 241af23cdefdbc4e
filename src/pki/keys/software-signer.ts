import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { rsaAlgorithm, type Signer } from "./signer.ts";

/** RSA key held by this process. Certification authorities sign with SHA-512, everybody else with SHA-256. */
export function softwareSigner(key: KeyObject, hash: "sha256" | "sha512"): Signer {
  const publicKeyInfo = Uint8Array.from(createPublicKey(key).export({ type: "spki", format: "der" }));
  const signAsync = promisify<string, Uint8Array, KeyObject, Buffer>(sign);
  return { algorithm: rsaAlgorithm(hash), publicKeyInfo, sign: (content) => signAsync(hash, content, key) };
}

/** New RSA key, e = 65537; 4096 bits for authorities, 2048 for the rest (DOC-ICP-01.01 v6.0). PKCS#8 DER. */
export async function newRsaKey(bits: 2048 | 4096): Promise<Buffer> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: bits, publicExponent: 65537 });
  return privateKey.export({ type: "pkcs8", format: "der" });
}

export const openRsaKey = (pkcs8: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
