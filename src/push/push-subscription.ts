import { parsePublicUrl } from "../platform/public-address.ts";

/** What the browser gives (W3C Push API, PushSubscription): where to call, its public key (P-256) and its secret. */
export type PushSubscription = { endpoint: string; publicKey: Buffer; secret: Buffer };

/** What a push says; the words are in the browser's own worker, so no push service ever reads of whom or of what. */
export type Turn = "next" | "called";

/** A holder has a computer and a phone; more browsers than this belong to nobody. */
export const mostBrowsers = 4;

/** `loopback`: tests run a push service of their own on this machine; an installation cannot say so. */
function parseEndpoint(text: string, loopback: boolean): URL | undefined {
  if (text.length > 1000) return undefined;
  if (loopback && /^http:\/\/127\.0\.0\.1:\d+\//.test(text)) return new URL(text);
  return parsePublicUrl(text);
}

/** Undefined where the keys cannot be those of a browser: an uncompressed point of 65 bytes and a secret of 16 (RFC 8291 §3.1–3.2). */
export function parseSubscription(
  given: { endpoint: string; p256dh: string; auth: string },
  loopback: boolean,
): PushSubscription | undefined {
  const publicKey = Buffer.from(given.p256dh, "base64url");
  const secret = Buffer.from(given.auth, "base64url");
  if (publicKey.length !== 65 || publicKey[0] !== 4 || secret.length !== 16) return undefined;
  const endpoint = parseEndpoint(given.endpoint, loopback);
  return endpoint && { endpoint: endpoint.href, publicKey, secret };
}
