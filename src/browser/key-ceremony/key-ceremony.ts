import { certificateParts } from "../../pki/der/certificate-parts.ts";
import * as der from "../../pki/der/der.ts";
import { rsaAlgorithm, type Signer } from "../../pki/keys/signer.ts";
import { sha256, signCades } from "../../pki/signatures/cades.ts";
import type { Kind } from "./key-ceremony-encryption.ts";
import { openFile, packFile } from "./key-ceremony-file.ts";

const subtle = globalThis.crypto.subtle;
const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** The holder's key, born here. It can be exported because an A1 is a file; only the holder's password leaves with it. */
export const newKeyPair = (): Promise<CryptoKeyPair> =>
  subtle.generateKey({ ...rsa, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }, true, ["sign", "verify"]);

async function browserSigner(pair: CryptoKeyPair): Promise<Signer> {
  return {
    algorithm: rsaAlgorithm("sha256"),
    publicKeyInfo: new Uint8Array(await subtle.exportKey("spki", pair.publicKey)),
    sign: async (content) => new Uint8Array(await subtle.sign(rsa.name, pair.privateKey, Uint8Array.from(content))),
  };
}

/** PKCS#10 (RFC 2986) with an empty subject: the authority takes the names from what the agents verified, never from here. */
export async function certificateRequest(pair: CryptoKeyPair): Promise<der.Bytes> {
  const signer = await browserSigner(pair);
  const info = der.sequence(der.integer(0), der.sequence(), signer.publicKeyInfo, der.tagged(0));
  return der.sequence(info, signer.algorithm, der.bitString(await signer.sign(info)));
}

/** Detached CAdES-BES over the very words of the agreement, UTF-8. */
export async function signAgreement(
  pair: CryptoKeyPair,
  certificates: [Uint8Array, ...Uint8Array[]],
  agreement: string,
  now: Date,
): Promise<der.Bytes> {
  const digest = await sha256(der.text(agreement));
  return signCades({ digest, certificates, signer: await browserSigner(pair), signingTime: now });
}

/** Does this certificate carry this key? */
export async function certificateIsOf(pair: CryptoKeyPair, certificate: Uint8Array): Promise<boolean> {
  const spki = new Uint8Array(await subtle.exportKey("spki", pair.publicKey));
  return String(certificateParts(certificate).publicKeyInfo) === String(spki);
}

/**
 * Makes the file, opens it again with the password typed the second time, and has the key found inside sign
 * something that the certificate found inside verifies. Throws where any of it fails.
 */
export async function makeProvenFile(
  kind: Kind,
  pair: CryptoKeyPair,
  certificates: Uint8Array[],
  name: string,
  password: string,
  again: string,
): Promise<Uint8Array> {
  const privateKey = new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey));
  const file = await packFile(kind, password, { privateKey, certificates, name });
  const found = await openFile(file, again);
  const key = await subtle.importKey("pkcs8", Uint8Array.from(found.privateKey), rsa, false, ["sign"]);
  const spki = certificateParts(found.certificates[0]!).publicKeyInfo;
  const publicKey = await subtle.importKey("spki", spki, rsa, false, ["verify"]);
  const proof = der.text("confere");
  if (!(await subtle.verify(rsa.name, publicKey, await subtle.sign(rsa.name, key, proof), proof)))
    throw new Error("the key inside the file is not the certificate's");
  return file;
}
