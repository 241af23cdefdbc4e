import { createHash, verify } from "node:crypto";
import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import { type Bytes, inside } from "./der.ts";
import { checkPublicKey } from "./key-policy.ts";
import { oids } from "./oids.ts";
import { PkiError, parsing } from "./pki-error.ts";

/** What is taken from a PKCS#10 request: the key, nothing else. The subject comes from what the agents verified. */
export type CertificateRequest = { publicKeyInfo: Bytes; keyHash: string; requestHash: string };

const hashes: Record<string, string> = {
  [oids.sha256WithRsa]: "sha256",
  [oids.sha384WithRsa]: "sha384",
  [oids.sha512WithRsa]: "sha512",
};

/** Reads a request (DER, RFC 2986) and checks key policy and proof of possession. `keyHash`, `requestHash`: SHA-256 hex. */
export function readCertificateRequest(request: Uint8Array): CertificateRequest {
  if (request.length > 8192) throw new PkiError("malformed", "request longer than 8 kB");
  const { info, publicKeyInfo, parsed } = parsing("request", () => {
    const info = inside(request)[0];
    const publicKeyInfo = info && inside(info.whole)[2];
    if (!info || !publicKeyInfo) throw new RangeError("no certificationRequestInfo");
    return {
      info: info.whole,
      publicKeyInfo: publicKeyInfo.whole,
      parsed: AsnConvert.parse(request, CertificationRequest),
    };
  });
  const key = checkPublicKey(publicKeyInfo);
  const hash = hashes[parsed.signatureAlgorithm.algorithm];
  if (!hash) throw new PkiError("algorithm-not-allowed", parsed.signatureAlgorithm.algorithm);
  if (!verify(hash, info, key, Buffer.from(parsed.signature)))
    throw new PkiError("proof-of-possession", "the request is not signed by its own key");
  const hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  return { publicKeyInfo, keyHash: hex(publicKeyInfo), requestHash: hex(request) };
}
