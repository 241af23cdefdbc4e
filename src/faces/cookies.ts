import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../platform/settings/config.ts";

/** What a browser keeps for us: the holder's orders, an agent's sign-in, a phone as camera, an interpreter's seat. */
export type CookieName =
  | "confere_pedido"
  | "confere_agente"
  | "confere_camera"
  | "confere_convidado"
  /** That somebody came in with this browser before; no right hangs on it (src/platform/known-browsers.ts). */
  | "confere_conhecido";

/** The seats that a one-time link leads to: the pages beside the room give them, its socket reads them. */
export const cameraCookie = "confere_camera" satisfies CookieName;
export const guestCookie = "confere_convidado" satisfies CookieName;

type Door = { config: Config };

const isSecure = ({ config }: Door): boolean => config.publicUrl.startsWith("https:");

/**
 * Under https with the prefix that a browser takes from this very host over https alone: no neighbour under the same domain
 * and nobody on the line plants one (RFC 6265bis §4.1.3.2).
 */
const fullName = (door: Door, name: CookieName): string => (isSecure(door) ? `__Host-${name}` : name);

/** Stands behind the holder's token where the device is somebody else's: the cookie goes with the browser, the access with the tab. */
export const borrowedMark = ".emprestado";

/** Whether a page of this request is shown on a borrowed device. */
export function isOnBorrowedDevice(request: FastifyRequest): boolean {
  return Object.values(request.cookies).some((value) => value?.endsWith(borrowedMark));
}

/** The cookie's value, or "". */
export function readCookie(door: Door, request: FastifyRequest, name: CookieName): string {
  return request.cookies[fullName(door, name)] ?? "";
}

/** Lax, not Strict: links in mails must open what is open; changes are guarded by the door's origin check. No `maxAge`: until the browser is closed. */
export function keepCookie(door: Door, reply: FastifyReply, name: CookieName, value: string, maxAge?: number): void {
  const fixed = { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(door) } as const;
  reply.setCookie(fullName(door, name), value, { ...fixed, ...(maxAge === undefined ? {} : { maxAge }) });
  // The rest of this request reads the new value.
  reply.request.cookies[fullName(door, name)] = value;
}

const knownSeconds = 180 * 86_400;

export const knownBrowser = (door: Door, request: FastifyRequest): string | undefined =>
  readCookie(door, request, "confere_conhecido") || undefined;

export const keepKnownBrowser = (door: Door, reply: FastifyReply, token: string): void =>
  keepCookie(door, reply, "confere_conhecido", token, knownSeconds);

export function dropCookie(door: Door, reply: FastifyReply, name: CookieName): void {
  reply.clearCookie(fullName(door, name), { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(door) });
  delete reply.request.cookies[fullName(door, name)];
}
