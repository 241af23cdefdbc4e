import { PacketRing } from "../wire/packet-ring.ts";
import { type MediaPacket, rtpLength, seqDistance, writeRtp } from "../wire/rtp-packet.ts";

/** Three seconds of a picture at 1.3 Mbit/s. */
const KEPT_BYTES = 512 * 1024;

/**
 * Send side of one SSRC. Keeps sequence numbers and timestamps continuous when the source behind it changes or
 * re-joins; otherwise the viewer's decoder stays dead. Keeps the newest packets for repeats.
 */
export class SendStream {
  readonly ssrc: number;
  private readonly clockPerMs: number;
  private readonly absSendTimeId: number | undefined;
  private kept: PacketRing | undefined;
  private source: number | undefined;
  private seqShift = 0;
  private last = { seq: 0, timestamp: 0, at: 0 };
  timestampShift = 0;

  constructor(ssrc: number, clockPerMs: number, absSendTimeId: number | undefined) {
    this.ssrc = ssrc;
    this.clockPerMs = clockPerMs;
    this.absSendTimeId = absSendTimeId;
  }

  /** `source` names one joining of one member; the wire packet is returned, good until three seconds of others followed. */
  write(packet: MediaPacket, payloadType: number, source: number, now: number, payload = packet.payload): Buffer {
    if (source !== this.source) {
      if (this.source !== undefined) {
        this.seqShift = (this.last.seq + 1 - packet.seq) & 0xffff;
        const pause = Math.round((now - this.last.at) * this.clockPerMs);
        this.timestampShift = (this.last.timestamp + pause - packet.timestamp) >>> 0;
      }
      this.source = source;
    }
    const seq = (packet.seq + this.seqShift) & 0xffff;
    const timestamp = (packet.timestamp + this.timestampShift) >>> 0;
    if (this.last.at === 0 || seqDistance(this.last.seq, seq) > 0) this.last = { seq, timestamp, at: now };
    this.kept ??= new PacketRing(KEPT_BYTES);
    const wire = this.kept.take(seq, rtpLength(payload, this.absSendTimeId));
    const header = { payloadType, marker: packet.marker, seq, timestamp, ssrc: this.ssrc };
    return writeRtp(header, payload, this.absSendTimeId, now, wire);
  }

  /** The packet again, if it is still kept. */
  again(seq: number): Buffer | undefined {
    return this.kept?.find(seq);
  }
}
