import { type MediaPacket, seqDistance } from "../wire/rtp-packet.ts";

/** Hands packets out in order; `undefined` stands for a hole that nobody filled in time. */
type Ordered = (packet: MediaPacket | undefined) => void;

/** About five times what an honest sender has under way in the waiting time. */
const MAX_WAITING = 4096;
/** No repeat comes this far behind: two in a row from there are a sender that began to count anew (RFC 3550 A.1). */
const MAX_BEHIND = 1000;

/** Puts packets in order. The recorder is not real time, so it waits long for repeats: the evidence is better than the live view. */
export class ReorderBuffer {
  lost = 0;
  private readonly waitMs: number;
  private readonly out: Ordered;
  private readonly waiting = new Map<number, MediaPacket>();
  private next = -1;
  private highest = -1;
  private holeSince: number | undefined;
  private restartsWith: number | undefined;

  constructor(waitMs: number, out: Ordered) {
    this.waitMs = waitMs;
    this.out = out;
  }

  push(packet: MediaPacket): void {
    const extended = this.highest < 0 ? packet.seq : this.highest + seqDistance(this.highest & 0xffff, packet.seq);
    if (this.next < 0) this.next = extended;
    if (this.next - extended > MAX_BEHIND && this.beginsAnew(packet)) return;
    if (extended < this.next || this.waiting.has(extended)) return;
    this.highest = Math.max(this.highest, extended);
    if (extended === this.next && this.waiting.size === 0) {
      this.next++;
      this.out(packet);
      return;
    }
    this.waiting.set(extended, packet);
    this.drain(packet.at, false, this.waiting.size > MAX_WAITING);
  }

  /** `now` on the packets' clock; `flush` gives up on every hole at once, `overfull` on the first. */
  drain(now: number, flush = false, overfull = false): void {
    let giveUp = flush || overfull;
    for (;;) {
      const packet = this.waiting.get(this.next);
      if (packet) {
        this.waiting.delete(this.next++);
        this.holeSince = undefined;
        this.out(packet);
        continue;
      }
      if (this.waiting.size === 0) {
        this.holeSince = undefined;
        return;
      }
      // Looked for once a hole, not once a packet: a flood of holes must not cost the square of its length.
      this.holeSince ??= this.waiting.get(this.first())!.at;
      if (!giveUp && now - this.holeSince < this.waitMs) return;
      const first = this.first();
      this.lost += first - this.next;
      this.next = first;
      this.holeSince = undefined;
      giveUp = flush;
      this.out(undefined);
    }
  }

  private beginsAnew(packet: MediaPacket): boolean {
    const follows = packet.seq === this.restartsWith;
    this.restartsWith = (packet.seq + 1) & 0xffff;
    if (!follows) return false;
    this.drain(packet.at, true);
    this.restartsWith = undefined;
    this.highest = packet.seq;
    this.next = packet.seq + 1;
    this.out(undefined);
    this.out(packet);
    return true;
  }

  private first(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const extended of this.waiting.keys()) if (extended < first) first = extended;
    return first;
  }
}
