/** Agent sessions (OWASP ASVS 5 V7.3): idle limit and absolute limit, in ms. */
const idleMs = 30 * 60_000;
const absoluteMs = 12 * 3_600_000;
/** `seenAt` is written at most once a minute: reading a page is not a write. */
const touchMs = 60_000;

/** Who was seen within so many minutes sits at their desk. */
export const atDeskMinutes = 15;

export type AgentSession = { seenAt: Date; expiresAt: Date; secondFactor: boolean };

export const sessionExpiry = (now: Date): Date => new Date(now.getTime() + absoluteMs);

export function isAlive(session: AgentSession, now: Date): boolean {
  return now < session.expiresAt && now.getTime() - session.seenAt.getTime() < idleMs;
}

export function wantsTouch(session: AgentSession, now: Date): boolean {
  return now.getTime() - session.seenAt.getTime() >= touchMs;
}

/** A session opened by password alone is only half of one where the agent has a passkey. */
export function isWhole(session: AgentSession, passkeys: number): boolean {
  return session.secondFactor || passkeys === 0;
}
