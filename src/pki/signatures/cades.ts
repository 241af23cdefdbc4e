import { certificateParts } from "../der/certificate-parts.ts";
import * as der from "../der/der.ts";
import { oids } from "../der/oids.ts";
import type { Signer } from "../keys/signer.ts";

type CadesRequest = {
  /** SHA-256 of the signed content. */
  digest: Uint8Array;
  /** Present: the content travels inside; absent: detached. */
  content?: Uint8Array;
  /** Type of the content; plain data unless told otherwise. */
  contentType?: string;
  /** DER, the signer's own first, then its issuers. */
  certificates: [Uint8Array, ...Uint8Array[]];
  signer: Signer;
  signingTime: Date;
  /** Makes it CAdES-T: asks for an RFC 3161 token over this SHA-256 of the signature. */
  timestamp?: (imprint: Uint8Array) => Promise<Uint8Array>;
};

export async function sha256(content: Uint8Array): Promise<der.Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", Uint8Array.from(content)));
}

/** CAdES-BES or -T in CMS SignedData, DER (ETSI EN 319 122-1 §5, RFC 5652 §5). Names no runtime: also runs in the page. */
export async function signCades(request: CadesRequest): Promise<der.Bytes> {
  const contentType = request.contentType ?? oids.data;
  const hash = der.sequence(der.oid(oids.sha256));
  const certificate = certificateParts(request.certificates[0]);
  const attributes = der.sorted([
    attribute(oids.contentType, der.oid(contentType)),
    attribute(oids.messageDigest, der.octetString(request.digest)),
    attribute(oids.signingTime, der.time(request.signingTime)),
    attribute(oids.signingCertificateV2, await signingCertificate(request.certificates[0])),
  ]);
  // Signed as a SET OF, carried as [0] (RFC 5652 §5.4).
  const signature = await request.signer.sign(der.tlv(0x31, ...attributes));
  const token = request.timestamp && (await request.timestamp(await sha256(signature)));
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer, certificate.serial),
    hash,
    der.tagged(0, ...attributes),
    request.signer.algorithm,
    der.octetString(signature),
    ...(token ? [der.tagged(1, attribute(oids.timestampToken, token))] : []),
  );
  const content = request.content ? [der.tagged(0, der.octetString(request.content))] : [];
  return signedData(
    contentType === oids.data ? 1 : 3,
    der.set(hash),
    der.sequence(der.oid(contentType), ...content),
    request.certificates,
    der.set(signerInfo),
  );
}

/** Certificates alone, "certs-only" (RFC 5652 §5.1, .p7b): how a chain is published. */
export function certificatesOnly(certificates: Uint8Array[]): der.Bytes {
  return signedData(1, der.set(), der.sequence(der.oid(oids.data)), certificates, der.set());
}

function signedData(version: number, hashes: der.Bytes, content: der.Bytes, chain: Uint8Array[], signers: der.Bytes) {
  const certificates = der.tagged(0, ...der.sorted(chain));
  const body = der.sequence(der.integer(version), hashes, content, certificates, signers);
  return der.sequence(der.oid(oids.signedData), der.tagged(0, body));
}

const attribute = (type: string, value: Uint8Array): der.Bytes => der.sequence(der.oid(type), der.set(value));

/** ESSCertIDv2 with SHA-256 by default and issuerSerial (RFC 5035 §4): ties the signature to one certificate. */
async function signingCertificate(certificate: Uint8Array): Promise<der.Bytes> {
  const { issuer, serial } = certificateParts(certificate);
  const issuerSerial = der.sequence(der.sequence(der.tagged(4, issuer)), serial);
  return der.sequence(der.sequence(der.sequence(der.octetString(await sha256(certificate)), issuerSerial)));
}
