declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "session.voided": { roomId: string; orderId: string; gapMs: number; number: number };
  }
}

/**
 * A session inside a room; a break above the rule pack's limit ends it and begins the next (DOC-ICP-05.05, VC-12). It
 * counts from the instant at which both sides are recorded in it; null: somebody is still missing.
 */
export type RoomSession = { id: string; number: number; beganAt: Date; countsFrom: Date | null };

/** A session that a break made void: how long the break was, what was allowed, and which session begins now. */
export type VoidedSession = {
  roomId: string;
  member: string;
  gapMs: number;
  limitMs: number;
  number: number;
  at: Date;
};
