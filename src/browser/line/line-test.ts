import { apiOrderLineProbePath } from "../../contract/program-addresses.ts";
import type { LineFigures } from "./readiness-verdicts.ts";

/** `transport` ("udp", "tcp") of the connection to the media worker; undefined where none came about. */
type LineResult = { down: LineFigures; up: LineFigures; transport: string | undefined };

const bytesDown = 1_000_000;
const bytesUp = 250_000;
const speedMs = 6000;
const connectMs = 6000;
const watchMs = 4000;

/**
 * Tries the line as the call will use it: bytes both ways, then a real connection to the media worker that carries
 * `stream`, over UDP and, where that is blocked, over TCP. Takes about ten seconds, or twenty. Rejects where the server
 * cannot be reached at all, and when `stop` aborts.
 */
export async function testLine(
  order: string,
  stream: MediaStream,
  stop: AbortSignal = new AbortController().signal,
): Promise<LineResult> {
  const base = apiOrderLineProbePath(order);
  const down = await timed(stop, async (signal) => {
    const response = await fetch(`${base}/bytes?bytes=${bytesDown}`, { signal });
    return await received(response);
  });
  const up = await timed(stop, async (signal) => {
    const headers = { "content-type": "application/octet-stream" };
    await fetch(`${base}/bytes`, { method: "POST", headers, body: new Uint8Array(bytesUp), signal });
    return bytesUp;
  });
  const media = (await connect(base, stream, "udp", stop)) ?? (await connect(base, stream, "tcp", stop));
  return {
    down: { kbps: down },
    // Cut off before it was through: at most this much came across; the connection knows better.
    up: { kbps: Math.max(up, media?.kbps ?? 0), ...media?.figures },
    transport: media?.transport,
  };
}

/** kbit/s of what `work` moved before it was done or its time was up; 0 where it moved nothing. */
async function timed(stop: AbortSignal, work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  stop.throwIfAborted();
  const end = new AbortController();
  const abort = () => end.abort();
  const timer = setTimeout(abort, speedMs);
  stop.addEventListener("abort", abort);
  const begun = performance.now();
  try {
    const moved = await work(end.signal).catch((error: unknown) => {
      if (end.signal.aborted && !stop.aborted) return 0;
      throw error;
    });
    stop.throwIfAborted();
    return (moved * 8) / Math.max(1, performance.now() - begun);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", abort);
  }
}

/** Bytes that arrived, also when the time was up before the last of them. */
async function received(response: Response): Promise<number> {
  if (!response.ok || !response.body) throw new Error(`line test answered ${response.status}`);
  const reader = response.body.getReader();
  let sum = 0;
  for (;;) {
    const next = await reader.read().catch(() => undefined); // the time was up; what came so far counts
    if (!next || next.done) return sum;
    sum += next.value.length;
  }
}

type Media = { kbps: number; transport: string | undefined; figures: Omit<LineFigures, "kbps"> };

async function connect(
  base: string,
  stream: MediaStream,
  transport: "udp" | "tcp",
  stop: AbortSignal,
): Promise<Media | undefined> {
  stop.throwIfAborted();
  const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const close = () => connection.close();
  stop.addEventListener("abort", close);
  try {
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    await connection.setLocalDescription();
    const isGathered = () => connection.iceGatheringState === "complete";
    await reached(connection, "icegatheringstatechange", isGathered, 3000, stop);
    stop.throwIfAborted();
    const response = await fetch(base, {
      method: "POST",
      signal: stop,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ offer: connection.localDescription!.sdp, transport }),
    });
    if (!response.ok) throw new Error(`line test answered ${response.status}`);
    const { answer } = (await response.json()) as { answer: string };
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    const isConnected = () => connection.connectionState === "connected";
    if (!(await reached(connection, "connectionstatechange", isConnected, connectMs, stop))) return undefined;
    const isLost = () => connection.connectionState === "failed";
    await reached(connection, "connectionstatechange", isLost, watchMs, stop);
    stop.throwIfAborted();
    return figuresOf(await connection.getStats());
  } finally {
    stop.removeEventListener("abort", close);
    close();
    await fetch(base, { method: "DELETE", keepalive: true });
  }
}

/** Waits until `is`, at most `ms`, and no longer than `stop` lets it. */
async function reached(
  connection: RTCPeerConnection,
  event: string,
  is: () => boolean,
  ms: number,
  stop: AbortSignal,
): Promise<boolean> {
  const late = AbortSignal.timeout(ms);
  while (!is() && !late.aborted && !stop.aborted)
    await new Promise<void>((resolve) => {
      connection.addEventListener(event, () => resolve(), { once: true });
      for (const signal of [late, stop]) signal.addEventListener("abort", () => resolve(), { once: true });
    });
  return is();
}

function figuresOf(report: RTCStatsReport): Media {
  const media: Media = { kbps: 0, transport: undefined, figures: {} };
  const entries = new Map<string, Record<string, unknown>>();
  report.forEach((entry: Record<string, unknown>) => void entries.set(String(entry["id"]), entry));
  for (const entry of entries.values()) {
    if (entry["type"] === "candidate-pair" && entry["nominated"] === true) {
      media.kbps = Number(entry["availableOutgoingBitrate"] ?? 0) / 1000;
      media.transport = String(entries.get(String(entry["localCandidateId"]))?.["protocol"] ?? "udp");
      if (typeof entry["currentRoundTripTime"] === "number")
        media.figures.roundTripMs = entry["currentRoundTripTime"] * 1000;
    } else if (entry["type"] === "remote-inbound-rtp" && entry["kind"] === "video") {
      if (typeof entry["fractionLost"] === "number") media.figures.lossPercent = entry["fractionLost"] * 100;
    }
  }
  return media;
}
