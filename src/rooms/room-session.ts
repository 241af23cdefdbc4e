declare module "../platform/jobs.ts" {
  interface EventPayloads {
    "session.voided": { roomId: string; orderId: string; gapMs: number; number: number };
  }
}

/** A session inside a room; a break above the rule pack's limit ends it and begins the next (DOC-ICP-05.05, VC-12). */
export type RoomSession = { number: number; beganAt: Date };

/** A session that a break made void: how long the break was, what was allowed, and which session begins now. */
export type VoidedSession = {
  roomId: string;
  member: string;
  gapMs: number;
  limitMs: number;
  number: number;
  at: Date;
};

/**
 * The break between what was recorded last of a member and what came now, where it is longer than allowed. Only what
 * lies inside the session counts: nobody is recorded before the admission.
 */
export function breakBeyond(limitMs: number, session: RoomSession, lastAt: Date, cameAt: Date): number | undefined {
  const from = Math.max(lastAt.getTime(), session.beganAt.getTime());
  const gapMs = cameAt.getTime() - from;
  return gapMs > limitMs ? gapMs : undefined;
}
