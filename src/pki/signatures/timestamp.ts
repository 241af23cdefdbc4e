import { randomBytes, X509Certificate } from "node:crypto";
import { checkChain, type Trust } from "../certificates/certificate-chain.ts";
import { readCertificate } from "../certificates/certificate-reader.ts";
import * as der from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { PkiError, parsing } from "../der/pki-error.ts";
import type { Signer } from "../keys/signer.ts";
import { signCades } from "./cades.ts";
import { readTime, verifyCades } from "./verify-cades.ts";

/** A time-stamping unit (RFC 3161). `certificates`: its own first. */
export type TimestampUnit = { certificates: [Uint8Array, ...Uint8Array[]]; signer: Signer; policy: string };
type TimestampRequest = { imprint: Uint8Array; nonce?: Uint8Array };
/** `by`: the name in the unit's certificate; `root`: the trusted certificate its path ends in. */
type Timestamp = { at: Date; serial: string; by: string; root: Uint8Array; nonce: Uint8Array | undefined };

const sha256Identifier = (): der.Bytes => der.sequence(der.oid(oids.sha256), der.nothing());

/** Token over a SHA-256 imprint: TSTInfo in CMS, accuracy one second (RFC 3161 §2.4.2). DER of the ContentInfo. */
export async function issueTimestamp(unit: TimestampUnit, request: TimestampRequest, now: Date): Promise<der.Bytes> {
  const info = der.sequence(
    der.integer(1),
    der.oid(unit.policy),
    der.sequence(sha256Identifier(), der.octetString(request.imprint)),
    der.integer(randomBytes(12)),
    der.generalizedTime(now),
    der.sequence(der.integer(1)),
    ...(request.nonce ? [der.integer(request.nonce)] : []),
  );
  return signCades({
    contentType: oids.timestampInfo,
    content: info,
    digest: new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", info)),
    certificates: unit.certificates,
    signer: unit.signer,
    signingTime: now,
  });
}

/** Reads a TimeStampReq over SHA-256 (RFC 3161 §2.4.1). */
export function readTimestampRequest(request: Uint8Array): TimestampRequest {
  return parsing("TimeStampReq", () => {
    const [, messageImprint, ...rest] = der.inside(request);
    const [algorithm, imprint] = der.elements(messageImprint!.content);
    const hash = der.elements(algorithm!.content)[0]!.whole;
    if (Buffer.compare(hash, der.oid(oids.sha256)) !== 0) throw new PkiError("algorithm-not-allowed", "only SHA-256");
    if (imprint?.content.length !== 32) throw new RangeError("imprint is not 32 octets");
    const nonce = rest.find((field) => field.tag === 0x02)?.content;
    if (nonce && nonce.length > 32) throw new RangeError("nonce longer than 32 octets");
    return { imprint: imprint.content, nonce };
  });
}

/** TimeStampReq over SHA-256 that asks for the unit's certificate too (RFC 3161 §2.4.1). DER. */
export const timestampRequest = (imprint: Uint8Array, nonce: Uint8Array): der.Bytes =>
  der.sequence(
    der.integer(1),
    der.sequence(sha256Identifier(), der.octetString(imprint)),
    der.integer(nonce),
    der.boolean(true),
  );

/** The token of a TimeStampResp that grants one (status 0 or 1); otherwise a PkiError with the authority's own words. */
export function tokenOfResponse(response: Uint8Array): der.Bytes {
  const { status, words, token } = parsing("TimeStampResp", () => {
    const [info, token] = der.inside(response);
    const [status, ...more] = der.elements(info!.content);
    if (status?.tag !== 0x02) throw new RangeError("no status");
    const text = more.find((field) => field.tag === 0x30);
    return {
      status: Number(`0x${Buffer.from(status.content).toString("hex")}`),
      words: text
        ? Buffer.from(text.content)
            .toString("utf8")
            .replace(/[^\x20-\x7e]/g, "")
        : "",
      token: token?.whole,
    };
  });
  if (status > 1 || !token) throw new PkiError("untrusted", `no stamp: status ${status} ${words}`.trim());
  return token;
}

/** TimeStampResp "granted" (RFC 3161 §2.4.2). */
export const timestampResponse = (token: Uint8Array): der.Bytes => der.sequence(der.sequence(der.integer(0)), token);

/** Checks that `token` stamps `imprint` and that its unit stands under `trust`; says when. */
export function verifyTimestamp(token: Uint8Array, imprint: Uint8Array, trust: Trust): Timestamp {
  const signed = verifyCades(token, undefined, oids.timestampInfo);
  const { at, serial, stamped, nonce } = parsing("TSTInfo", () => {
    const [, , messageImprint, serial, time, ...more] = der.inside(signed.content);
    const [algorithm, imprint] = der.elements(messageImprint!.content);
    if (Buffer.compare(der.elements(algorithm!.content)[0]!.whole, der.oid(oids.sha256)) !== 0)
      throw new PkiError("algorithm-not-allowed", "only SHA-256");
    const nonce = more.find((field) => field.tag === 0x02)?.content;
    const at = readTime(time!.tag, time!.content);
    return { stamped: imprint!.content, serial: Buffer.from(serial!.content).toString("hex"), at, nonce };
  });
  if (Buffer.compare(stamped, imprint) !== 0) throw new PkiError("digest-mismatch", "the token stamps something else");
  const purposes = new X509Certificate(Buffer.from(signed.certificate)).keyUsage ?? [];
  if (purposes.join() !== oids.timeStamping) throw new PkiError("untrusted", "not a time-stamping certificate");
  const intermediates = [...trust.intermediates, ...signed.certificates];
  const path = checkChain(signed.certificate, { ...trust, intermediates }, at);
  return { at, serial, nonce, by: readCertificate(signed.certificate).commonName, root: path.at(-1)! };
}
