import type { ReceptionReport } from "../wire/rtcp-packet.ts";
import { seqDistance } from "../wire/rtp-packet.ts";

const GIVE_UP_MS = 1500;
const REPEAT_EVERY_MS = 60;
const MAX_REPEATS = 12;
/** A jump larger than this is a new start, not a loss: asking for it would be a NACK storm. */
const MAX_GAP = 1000;
/** A sender who leaves more holes than this has no stream that repeats could mend; it also bounds a liar's cost. */
const MAX_MISSING = 2000;
/** A line that says nothing for so long and then goes on further ahead was cut: an encoder at rest sends more often. */
const CUT_MS = 500;
/** Keeps a NACK in one packet. */
const MAX_ASKED_AT_ONCE = 250;

/** Receive side of one SSRC: what is missing (for NACK) and the figures of a receiver report. Times in ms. */
export class ReceiveStream {
  readonly ssrc: number;
  received = 0;
  private readonly clockPerMs: number;
  private highest = -1;
  private heardAt = Number.NEGATIVE_INFINITY;
  private base = 0;
  private readonly missing = new Map<number, { since: number; asked: number }>();
  private jitter = 0;
  private lastTransit: number | undefined;
  private senderReport = { middle: 0, at: 0 };
  private previous = { expected: 0, received: 0 };

  constructor(ssrc: number, clockPerMs: number) {
    this.ssrc = ssrc;
    this.clockPerMs = clockPerMs;
  }

  /**
   * True where the line was cut and is back: what was lost is too old for repeats, so that only a key frame brings the
   * picture back soon.
   */
  push(seq: number, timestamp: number, now: number): boolean {
    this.received++;
    if (this.highest < 0) {
      this.base = seq;
      this.highest = seq;
    }
    const distance = seqDistance(this.highest & 0xffff, seq);
    const isBack = distance > 1 && now - this.heardAt > CUT_MS;
    this.heardAt = now;
    if (distance > 0) {
      if (distance < MAX_GAP)
        for (let step = 1; step < distance; step++) this.missing.set(this.highest + step, { since: now, asked: 0 });
      this.highest += distance;
      if (this.missing.size > MAX_MISSING) this.missing.clear();
    } else this.missing.delete(this.highest + distance);
    const transit = now * this.clockPerMs - timestamp;
    if (this.lastTransit !== undefined) {
      const change = Math.min(Math.abs(transit - this.lastTransit), 1e6);
      this.jitter += (change - this.jitter) / 16; // RFC 3550 §6.4.1
    }
    this.lastTransit = transit;
    return isBack;
  }

  /** Something is missing that may still be asked for. */
  get misses(): boolean {
    return this.missing.size > 0;
  }

  noteSenderReport(middle: number, now: number): void {
    this.senderReport = { middle, at: now };
  }

  /** Sequence numbers to ask for again now: at once, then every 60 ms, at most 12 times or 1.5 s; at most 250. */
  dueForRepeat(now: number): number[] {
    const due: number[] = [];
    for (const [extended, entry] of this.missing) {
      if (entry.asked >= MAX_REPEATS || now - entry.since > GIVE_UP_MS) this.missing.delete(extended);
      else if (now - entry.since >= entry.asked * REPEAT_EVERY_MS) {
        entry.asked++;
        due.push(extended & 0xffff);
        if (due.length === MAX_ASKED_AT_ONCE) break;
      }
    }
    return due;
  }

  report(now: number): ReceptionReport {
    const expected = this.highest - this.base + 1;
    const expectedSince = expected - this.previous.expected;
    const lostSince = Math.max(0, expectedSince - (this.received - this.previous.received));
    this.previous = { expected, received: this.received };
    return {
      ssrc: this.ssrc,
      fractionLost: expectedSince > 0 ? Math.min(255, Math.floor((lostSince * 256) / expectedSince)) : 0,
      cumulativeLost: expected - this.received,
      highestSeq: this.highest,
      jitter: this.jitter,
      lastSenderReport: this.senderReport.middle,
      delaySinceSenderReport: this.senderReport.middle ? Math.round((now - this.senderReport.at) * 65.536) : 0,
    };
  }
}
