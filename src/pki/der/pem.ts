import type { Bytes } from "./der.ts";
import { PkiError } from "./pki-error.ts";

export type PemLabel = "CERTIFICATE" | "CERTIFICATE REQUEST" | "X509 CRL" | "PKCS7" | "CMS";

/** RFC 7468 strict form: 64 columns. */
export function toPem(label: PemLabel, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** All blocks of that label, in order. Text around the blocks is allowed (RFC 7468 §2). */
export function fromPem(label: PemLabel, pem: string): Bytes[] {
  const blocks = pem.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, "g"));
  const found = [...blocks].map((block) => Uint8Array.from(Buffer.from(block[1] ?? "", "base64")));
  if (found.length === 0) throw new PkiError("malformed", `no ${label} block`);
  return found;
}
