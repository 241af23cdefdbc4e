import { hourMs, later, minuteMs } from "../platform/time/durations.ts";

/** Agent sign-ins (OWASP ASVS 5 V7.3): idle limit and absolute limit, in ms. */
const idleMs = 30 * minuteMs;
const absoluteMs = 12 * hourMs;
/** `seenAt` is written at most once a minute: reading a page is not a write. */
const touchMs = minuteMs;

/** Who was seen within so many minutes sits at their desk. */
export const atDeskMinutes = 15;

/** `seenAt`: any request; `activeAt`: the last act of a person, which a page that looks by itself is not. */
type AgentSignIn = { seenAt: Date; activeAt: Date; expiresAt: Date; secondFactor: boolean };

/** An act is written at most so often, so that the lock comes on the minute. */
const actMs = 15_000;

export const signInExpiry = (now: Date): Date => later(now, absoluteMs);

export function isAlive(signedIn: Pick<AgentSignIn, "seenAt" | "expiresAt">, now: Date): boolean {
  return now < signedIn.expiresAt && now.getTime() - signedIn.seenAt.getTime() < idleMs;
}

/** Whether nobody acted here for the configured minutes: whoever comes next must prove first who they are. */
export function isLocked({ activeAt }: Pick<AgentSignIn, "activeAt">, lockMinutes: number, now: Date): boolean {
  return now.getTime() - activeAt.getTime() >= lockMinutes * minuteMs;
}

export function wantsTouch({ seenAt, activeAt }: AgentSignIn, isActivity: boolean, now: Date): boolean {
  return now.getTime() - seenAt.getTime() >= touchMs || (isActivity && now.getTime() - activeAt.getTime() >= actMs);
}

/** A sign-in opened by password alone is only half of one where the agent has a passkey. */
export function isWhole(signedIn: Pick<AgentSignIn, "secondFactor">, passkeys: number): boolean {
  return signedIn.secondFactor || passkeys === 0;
}
