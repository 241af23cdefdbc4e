import { createHmac } from "node:crypto";
import { hourMs } from "../../platform/time/durations.ts";

/** What a browser needs to reach a relay; the shape of WebRTC's RTCIceServer. */
type IceServer = { urls: string[]; username?: string; credential?: string };

const validMs = 4 * hourMs;

/**
 * Credentials that the relay checks by the shared secret alone and that end by themselves (TURN REST API, as coturn's
 * `use-auth-secret`): a user name with its end, and its HMAC-SHA1. Nothing where no relay is set.
 */
export function iceServersFor(
  relay: { urls: string[]; secret: string } | undefined,
  member: string,
  now: Date,
): IceServer[] {
  if (!relay) return [];
  const username = `${Math.floor((now.getTime() + validMs) / 1000)}:${member}`;
  const credential = createHmac("sha1", relay.secret).update(username).digest("base64");
  return [{ urls: relay.urls, username, credential }];
}
