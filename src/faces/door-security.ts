import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { isAt, readAddress } from "../contract/address.ts";
import { authorityFilePath, authorityPath, authoritySecondFilePath } from "../contract/holder-addresses.ts";
import { healthPath } from "../contract/program-addresses.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Config } from "../platform/settings/config.ts";

/**
 * No third-party origin at run time, no inline script: the policy says so for every answer. The one style that a page of
 * the holder's carries is let through by its hash (`sendPage`).
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function securityHeaders(config: Config): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
    "cache-control": "no-store",
    ...(config.publicUrl.startsWith("https:") && { "strict-transport-security": "max-age=31536000" }),
  };
}

/** What certificates point to, and nothing else, is served at their addresses. */
function isListFile(path: string): boolean {
  const { filled: [file = ""] = [], below } =
    readAddress(authoritySecondFilePath, path) ?? readAddress(authorityFilePath, path) ?? {};
  return below === "" && /^[\w-]+\.(crl|cer|p7b)$/.test(file);
}

/**
 * The hosts of the lists speak plain http: nobody signs in there. Where a request does not belong, the address at which it does, or
 * "" where that has none; undefined: it may stay.
 */
export function placeElsewhere(
  { publicUrl, certificateFolders }: Pick<Config, "publicUrl" | "certificateFolders">,
  request: Pick<FastifyRequest, "hostname" | "method" | "url">,
): string | undefined {
  const hosts = (certificateFolders ?? []).map((folder) => new URL(folder).hostname);
  if (!hosts.includes(request.hostname) || request.hostname === new URL(publicUrl).hostname) return undefined;
  const [path = ""] = request.url.split("?");
  if (isListFile(path) || path === healthPath()) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") return "";
  return isAt(path, authorityPath()) ? `${publicUrl}${path}` : `${publicUrl}/`;
}

/**
 * Cross-site request forgery: cookies are SameSite=Lax, and every request that may change something must come from
 * our own pages by the browser's own word (Fetch Metadata), or by Origin where that is not sent (OWASP ASVS 5 V3.5).
 */
export function refuseOtherSites(config: Config, request: FastifyRequest): void {
  const upgrade = String(request.headers.upgrade ?? "").toLowerCase() === "websocket";
  if (!upgrade && (request.method === "GET" || request.method === "HEAD")) return;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Failure("cross-site-request");
  const origin = request.headers.origin;
  if (origin === undefined) return;
  if (!isOwnOrigin(config, origin, `${request.protocol}://${request.headers.host}`))
    throw new Failure("cross-site-request");
}

/**
 * A page is shown at our own addresses only: a stranger's domain that is pointed at this machine (DNS rebinding) would
 * let its pages read what stands here, of a demo every message too. A proxy answers to its own names and may pass
 * another here; it never stands before a demo's open mailbox unjudged.
 */
export function refuseOtherNames(config: Config, request: Pick<FastifyRequest, "headers">): void {
  const { host } = request.headers;
  if (!host || (config.behindProxy && !config.demo)) return;
  const asked = `http://${host}`;
  const hostname = URL.canParse(asked) ? new URL(asked).hostname : "";
  const ours = [config.publicUrl, ...(config.certificateFolders ?? [])].map((address) => new URL(address).hostname);
  if (!ours.includes(hostname) && !isThisMachine(hostname))
    throw new Failure("not-our-address", { address: config.publicUrl });
}

/** Names and numbers that no stranger's domain can stand for. */
const isThisMachine = (hostname: string) =>
  hostname === "localhost" || hostname.endsWith(".localhost") || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;

/**
 * Ours is the address that the world uses, and this machine's own names and numbers as the browser asked for them. Any
 * other name in the Host header proves nothing: whoever owns a domain can point it at us (DNS rebinding).
 */
function isOwnOrigin(config: Pick<Config, "publicUrl">, origin: string, asked: string): boolean {
  if (origin === new URL(config.publicUrl).origin) return true;
  if (!URL.canParse(asked) || origin !== new URL(asked).origin) return false;
  return isThisMachine(new URL(asked).hostname);
}
