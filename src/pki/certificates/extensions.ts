import { createHash } from "node:crypto";
import * as der from "../der/der.ts";
import { oids } from "../der/oids.ts";

const extension = (type: string, critical: boolean, value: Uint8Array): der.Bytes =>
  der.sequence(der.oid(type), ...(critical ? [der.boolean(true)] : []), der.octetString(value));

/** SHA-1 of the key's bits (RFC 5280 §4.2.1.2 method 1): an identifier, not a security measure. */
function keyIdentifier(publicKeyInfo: Uint8Array): der.Bytes {
  const bits = der.inside(publicKeyInfo)[1];
  if (!bits) throw new RangeError("DER: not a SubjectPublicKeyInfo");
  return Uint8Array.from(createHash("sha1").update(bits.content.subarray(1)).digest());
}

export const authorityKey = (publicKeyInfo: Uint8Array): der.Bytes =>
  extension(oids.authorityKeyIdentifier, false, der.sequence(der.taggedPrimitive(0, keyIdentifier(publicKeyInfo))));

export const subjectKey = (publicKeyInfo: Uint8Array): der.Bytes =>
  extension(oids.subjectKeyIdentifier, false, der.octetString(keyIdentifier(publicKeyInfo)));

const usageBits = { digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, keyCertSign: 5, crlSign: 6 };
type KeyUse = keyof typeof usageBits;

export function keyUsage(...uses: KeyUse[]): der.Bytes {
  const highest = Math.max(...uses.map((use) => usageBits[use]));
  const bits = uses.reduce((sum, use) => sum | (0x80 >> usageBits[use]), 0);
  return extension(oids.keyUsage, true, der.bitString(Uint8Array.of(bits), 7 - highest));
}

export const extendedKeyUsage = (critical: boolean, ...purposes: string[]): der.Bytes =>
  extension(oids.extKeyUsage, critical, der.sequence(...purposes.map(der.oid)));

export function basicConstraints(authority: boolean, pathLength?: number): der.Bytes {
  const fields = authority ? [der.boolean(true), ...(pathLength === undefined ? [] : [der.integer(pathLength)])] : [];
  return extension(oids.basicConstraints, true, der.sequence(...fields));
}

/** Policies, each with the address of its practice statement (DOC-ICP-04 item 7.1.2.2 d). */
export function certificatePolicies(policies: string[], practiceUrl: string): der.Bytes {
  const qualifiers = der.sequence(der.sequence(der.oid(oids.cps), der.ia5String(practiceUrl)));
  const listed = policies.map((policy) => der.sequence(der.oid(policy), qualifiers));
  return extension(oids.certificatePolicies, false, der.sequence(...listed));
}

const address = (url: string): der.Bytes => der.taggedPrimitive(6, der.ascii(url));

export const crlAddresses = (urls: string[]): der.Bytes =>
  extension(
    oids.crlDistributionPoints,
    false,
    der.sequence(...urls.map((url) => der.sequence(der.tagged(0, der.tagged(0, address(url)))))),
  );

export const issuersAddress = (url: string): der.Bytes =>
  extension(oids.authorityInfoAccess, false, der.sequence(der.sequence(der.oid(oids.caIssuers), address(url))));

export const altNames = (generalNames: Uint8Array): der.Bytes => extension(oids.subjectAltName, false, generalNames);

/** RFC 5280 §5.2.3. */
export const crlNumber = (value: number): der.Bytes => extension(oids.crlNumber, false, der.integer(value));

/** RFC 5280 §5.3.1. */
export const crlReason = (code: number): der.Bytes => extension(oids.crlReason, false, der.enumerated(code));
