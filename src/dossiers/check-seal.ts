import { X509Certificate } from "node:crypto";
import { checkChain } from "../pki/certificate-chain.ts";
import { PkiError } from "../pki/pki-error.ts";
import { verifyTimestamp } from "../pki/timestamp.ts";
import { verifyCades } from "../pki/verify-cades.ts";
import type { SealVerdict } from "./dossier.ts";

/**
 * Pure: signature over exactly these bytes, certificate path to one of `roots`, time stamp where there is one. The path
 * is judged at the stamped time (the claimed one without a stamp): a seal outlives its certificate (EN 319 102-1 §5.5).
 */
export function checkSeal(manifest: Uint8Array, signature: Uint8Array, roots: Uint8Array[]): SealVerdict {
  try {
    const { certificate, certificates, signedAt, signatureHash, timestampToken } = verifyCades(signature, manifest);
    const trust = { intermediates: certificates, roots };
    const stampedAt = timestampToken && verifyTimestamp(timestampToken, signatureHash, trust).at;
    const at = stampedAt ?? signedAt;
    if (!at) return { good: false, why: "O lacre não diz quando foi feito." };
    checkChain(certificate, trust, at);
    const signer = /CN=(.*)/.exec(new X509Certificate(Buffer.from(certificate)).subject)?.[1] ?? "";
    return { good: true, signer, signedAt, stampedAt };
  } catch (error) {
    if (error instanceof PkiError) return { good: false, why: `O lacre não confere (${error.refusal}).` };
    throw error;
  }
}
