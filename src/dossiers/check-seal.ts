import { X509Certificate } from "node:crypto";
import { checkChain } from "../pki/certificates/certificate-chain.ts";
import { PkiError } from "../pki/der/pki-error.ts";
import { verifyTimestamp } from "../pki/signatures/timestamp.ts";
import { verifyCades } from "../pki/signatures/verify-cades.ts";
import type { SealVerdict } from "./dossier.ts";

/** `roots`: a seal's path ends in one of them; a time stamp's may end in one of `stampRoots` too. */
type SealTrust = { roots: Uint8Array[]; stampRoots: Uint8Array[] };

/**
 * Pure: signature over exactly these bytes, certificate path to one of `roots`, time stamp where there is one. The path
 * is judged at the stamped time (the claimed one without a stamp): a seal outlives its certificate (EN 319 102-1 §5.5).
 */
export function checkSeal(manifest: Uint8Array, signature: Uint8Array, { roots, stampRoots }: SealTrust): SealVerdict {
  try {
    const { certificate, certificates, signedAt, signatureHash, timestampToken } = verifyCades(signature, manifest);
    const trust = { intermediates: certificates, roots };
    const forStamps = { ...trust, roots: [...roots, ...stampRoots] };
    const stamp = timestampToken && verifyTimestamp(timestampToken, signatureHash, forStamps);
    const at = stamp?.at ?? signedAt;
    if (!at) return { good: false, why: "O lacre não diz quando foi feito." };
    checkChain(certificate, trust, at);
    const signer = /CN=(.*)/.exec(new X509Certificate(Buffer.from(certificate)).subject)?.[1] ?? "";
    const stampIsOwn = stamp !== undefined && roots.some((root) => Buffer.compare(root, stamp.root) === 0);
    return { good: true, signer, signedAt, stampedAt: stamp?.at, stampedBy: stamp?.by, stampIsOwn };
  } catch (error) {
    if (error instanceof PkiError) return { good: false, why: `O lacre não confere (${error.refusal}).` };
    throw error;
  }
}
