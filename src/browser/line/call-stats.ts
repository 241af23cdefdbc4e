import type { LineSecond } from "./thin-line.ts";

/** On a thin line a frame comes every two seconds, so it counts as coming for this long. */
const FRAME_MS = 3500;
/** One second between two looks. */
const PACKET_MS = 900;
/** More than this of loss or of delay: the line does not carry what is sent. */
const DROWNED_PERCENT = 20;
const DROWNED_MS = 2000;
const CALM_PERCENT = 3;
const CALM_MS = 800;

export type Ticks = {
  imageOut: boolean;
  soundOut: boolean;
  imageIn: boolean;
  soundIn: boolean;
  roundTripMs?: number;
  lossPercent?: number;
  /** Voice and a still every two seconds, because the line carries no more. */
  thin?: boolean;
  /** Of the picture that is sent: lines of its shorter side, and frames a second to the next five. */
  lines?: number;
  frames?: number;
  /** Said where the media goes over TCP, because the network lets no UDP through. */
  transport?: "tcp";
};

/** `sentKbps` = what was sent of it. */
export type SentSecond = LineSecond & { sentKbps: number };

/** What the browser counted in the last second. */
export class CallStats {
  private counters: Record<string, { value: number; grewAt: number }> = {};
  private sent = { bytes: 0, at: 0 };

  /** Another connection counts from nothing. */
  restart(): void {
    this.counters = {};
    this.sent = { bytes: 0, at: 0 };
  }

  /** The four proofs that a call is a call. `line` is undefined where the browser does not say what the line carries. */
  read(report: RTCStatsReport): { ticks: Ticks; line: SentSecond | undefined } {
    let kbps: number | undefined;
    let sent = 0;
    const ticks: Ticks = { imageOut: false, soundOut: false, imageIn: false, soundIn: false };
    report.forEach((entry: Record<string, unknown>) => {
      const video = entry["kind"] === "video";
      if (entry["type"] === "outbound-rtp") {
        sent += Number(entry["bytesSent"] ?? 0);
        ticks[video ? "imageOut" : "soundOut"] ||= this.grew(entry, video ? "framesSent" : "packetsSent");
        if (typeof entry["frameHeight"] === "number")
          ticks.lines = Math.min(entry["frameHeight"], Number(entry["frameWidth"]));
        if (typeof entry["framesPerSecond"] === "number") ticks.frames = Math.round(entry["framesPerSecond"] / 5) * 5;
      } else if (entry["type"] === "inbound-rtp")
        ticks[video ? "imageIn" : "soundIn"] ||= this.grew(entry, video ? "framesDecoded" : "packetsReceived");
      else if (entry["type"] === "remote-inbound-rtp" && video) {
        if (typeof entry["roundTripTime"] === "number") ticks.roundTripMs = Math.round(entry["roundTripTime"] * 1000);
        if (typeof entry["fractionLost"] === "number") ticks.lossPercent = Math.round(entry["fractionLost"] * 100);
      } else if (entry["type"] === "candidate-pair" && typeof entry["availableOutgoingBitrate"] === "number")
        kbps = entry["availableOutgoingBitrate"] / 1000;
    });
    const { roundTripMs, lossPercent } = ticks;
    const isKnown = roundTripMs !== undefined || lossPercent !== undefined;
    const calm = isKnown && (lossPercent ?? 0) <= CALM_PERCENT && (roundTripMs ?? 0) <= CALM_MS;
    const drowned = (lossPercent ?? 0) > DROWNED_PERCENT || (roundTripMs ?? 0) > DROWNED_MS;
    // The browser's estimate follows slowly where the network queues instead of dropping: what was sent was then too much.
    const sentKbps = this.kbpsSince(sent);
    if (kbps === undefined) return { ticks, line: undefined };
    return { ticks, line: { kbps: drowned ? Math.min(kbps, sentKbps / 3) : kbps, calm, sentKbps } };
  }

  private kbpsSince(sent: number): number {
    const now = performance.now();
    const { bytes, at } = this.sent;
    this.sent = { bytes: sent, at: now };
    return ((sent - bytes) * 8) / Math.max(1, now - at);
  }

  private grew(entry: Record<string, unknown>, field: string): boolean {
    const key = `${entry["id"]}.${field}`;
    const value = Number(entry[field] ?? 0);
    const now = performance.now();
    const before = this.counters[key] ?? { value: 0, grewAt: Number.NEGATIVE_INFINITY };
    const grewAt = value > before.value ? now : before.grewAt;
    this.counters[key] = { value, grewAt };
    // Frames of a thin line, own or the other's, are rarer than its packets.
    return now - grewAt < (field.startsWith("frames") ? FRAME_MS : PACKET_MS);
  }
}
