import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Kind } from "../wire/rtp-packet.ts";
import { recordedSegment } from "./recorded-segment.ts";
import { Recorder } from "./recorder.ts";
import { SegmentFile } from "./segment-file.ts";
import { readSegments } from "./segment-folder.ts";

// A member's packets as a line delivers them, into the recorder; ffprobe says where they lie in the file.

const frameMs = 1000 / 30;
const key = Buffer.alloc(32, 7);
const began = Date.UTC(2026, 10, 28, 12);
const clock = { audio: 48, video: 90 };
const kinds = ["audio", "video"] as const;
/** Stamps come round 1.1 s and 2.1 s later. */
const firstStamp = 2 ** 32 - 100_000;

/** `madeAt`: when it was captured, ms of the sender's own time; `stamp` and `seq` before they come round. */
type Sent = { kind: Kind; seq: number; madeAt: number; stamp: number; at: number };

/** What a camera and a microphone give in so many seconds. */
function sent(seconds: number, frames = 30, soundMs = 20): Sent[] {
  const packets: Sent[] = [];
  for (let n = 0; n < seconds * frames; n++) packets.push(packet("video", n, (n * 1000) / frames));
  for (let n = 0; n * soundMs < seconds * 1000; n++) packets.push(packet("audio", n, n * soundMs));
  return packets;
}

function packet(kind: Kind, n: number, madeAt: number): Sent {
  return { kind, seq: 65_500 + n, madeAt, stamp: firstStamp + madeAt * clock[kind], at: madeAt + 20 };
}

/** Nothing passes from `from` on for `ms`, then all that waited comes within a few ms. */
const stalled = (packets: Sent[], from: number, ms: number) =>
  packets.map((one) => (one.at > from && one.at < from + ms ? { ...one, at: from + ms } : one));

type Report = { ntpMs: number; stamp: number };
type Line = {
  /** Sender reports of each track, every second. */
  reports?: (kind: Kind, at: number) => Report;
  /** Told to the recorder between two packets. */
  acts?: { at: number; act: (recorder: Recorder) => void }[];
};

/** Of a sender whose two tracks keep one clock. */
const reports = (kind: Kind, at: number): Report => ({ ntpMs: 5e12 + at, stamp: firstStamp + at * clock[kind] });

/** Records; gives the places of both tracks in the file by ffprobe (ms), in the order of the packets. */
async function recorded(t: TestContext, packets: Sent[], line: Line = {}) {
  t.mock.timers.enable({ apis: ["setInterval", "Date"], now: began });
  const folder = mkdtempSync(join(tmpdir(), "confere-time-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const segment = new SegmentFile(folder, "applicant", null, key, (error) => assert.ifError(error));
  const failed = (_: SegmentFile, error: Error) => assert.ifError(error);
  const recorder = new Recorder(segment, { chunk: () => {}, failed, needKeyFrame: () => {} }, began);
  const acts = [...(line.acts ?? [])];
  let reported = 0;
  for (const one of [...packets].sort((a, b) => a.at - b.at)) {
    t.mock.timers.tick(Math.max(0, Math.floor(one.at - (Date.now() - began))));
    while (acts[0] && acts[0].at <= one.at) acts.shift()!.act(recorder);
    for (; line.reports && reported <= one.at; reported += 1000)
      for (const kind of kinds) {
        const { ntpMs, stamp } = line.reports(kind, reported);
        recorder.noteSenderReport(kind, ntpMs, Math.round(stamp) >>> 0);
      }
    const payload = Buffer.alloc(40, 0xfc); // Opus: one frame of 20 ms (RFC 6716 §3.1)
    // VP8: the descriptor, then the header of a key frame of 640x480 (RFC 6386 §9.1).
    if (one.kind === "video") Buffer.from([0x10, 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]).copy(payload);
    const at = began + one.at;
    recorder.push(one.kind, {
      seq: one.seq & 0xffff,
      timestamp: Math.round(one.stamp) >>> 0,
      marker: true,
      payload,
      at,
    });
  }
  recorder.close();
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.reset();
  const copy = join(folder, "copy.webm");
  const { content } = recordedSegment(readSegments(folder, key)[0]!, key);
  const pieces: Buffer[] = [];
  for await (const piece of content()) pieces.push(piece);
  writeFileSync(copy, Buffer.concat(pieces));
  const colours = [
    "-v",
    "error",
    "-select_streams",
    "v",
    "-show_entries",
    "stream=color_range,color_space",
    "-of",
    "csv=p=0",
  ];
  assert.equal(
    execFileSync("ffprobe", [...colours, copy])
      .toString()
      .trim(),
    "tv,smpte170m",
    "as a browser encodes them",
  );
  return { video: places(copy, "v"), audio: places(copy, "a") };
}

function places(copy: string, kind: "v" | "a"): number[] {
  const asked = ["-v", "error", "-select_streams", kind, "-show_entries", "packet=pts_time", "-of", "csv=p=0", copy];
  const times = execFileSync("ffprobe", asked, { maxBuffer: 64e6 }).toString().split("\n").filter(Boolean);
  return times.map((time) => Number.parseFloat(time) * 1000).sort((a, b) => a - b);
}

const longestGap = (times: number[]) => Math.max(...times.slice(1).map((time, n) => time - times[n]!));
const made = (packets: Sent[], kind: Kind) => packets.filter((one) => one.kind === kind).map(({ madeAt }) => madeAt);

/** How far picture and sound lie from where their sender made them, and from each other at every instant (worst, ms). */
function judged(times: Record<Kind, number[]>, packets: Sent[], from = 0) {
  const strays = (kind: Kind) => {
    const due = made(packets, kind);
    assert.equal(times[kind].length, due.length, `${kind}: nothing may be lost`);
    return times[kind]
      .map((time, n) => ({ madeAt: due[n]!, stray: time - due[n]! }))
      .filter((one) => one.madeAt >= from);
  };
  const [sound, picture] = [strays("audio"), strays("video")];
  let n = 0;
  let slip = 0;
  for (const { madeAt, stray } of picture) {
    while (n + 1 < sound.length && sound[n + 1]!.madeAt <= madeAt) n++;
    slip = Math.max(slip, Math.abs(stray - sound[n]!.stray));
  }
  return { slip, stray: Math.max(...[...sound, ...picture].map((one) => Math.abs(one.stray))) };
}

/** No hole beyond two frames, nothing further than 40 ms from its place. */
function isWhole(times: Record<Kind, number[]>, packets: Sent[]): void {
  const { slip, stray } = judged(times, packets);
  assert.ok(longestGap(times.video) <= 2 * frameMs, `a hole of ${longestGap(times.video)} ms in the picture`);
  assert.ok(longestGap(times.audio) <= 40, `a hole of ${longestGap(times.audio)} ms in the sound`);
  assert.ok(slip <= 40, `${slip} ms between sound and picture`);
  assert.ok(stray <= 60, `${stray} ms beside its place`);
}

for (const seconds of [2.5, 3.5, 6, 12])
  test(`a line that stalls for ${seconds} s and then delivers leaves no hole and no slip`, async (t) => {
    const packets = stalled(sent(40), 10_000, seconds * 1000);
    isWhole(await recorded(t, packets, { reports }), packets);
  });

test("the same without sender reports, and where all the sound is delivered before all the picture", async (t) => {
  const packets = stalled(sent(40), 10_000, 12_000);
  isWhole(await recorded(t, packets), packets);
  const bySound = [...packets].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  isWhole(await recorded(t, bySound), packets);
});

test("a line that stalls again and again, and one that delivers at twice the pace only", async (t) => {
  let packets = sent(60);
  for (const from of [5000, 12_000, 20_000, 31_000]) packets = stalled(packets, from, 5000);
  isWhole(await recorded(t, packets, { reports }), packets);
  const slow = sent(60).map((one) => {
    const waits = 10_000 - (one.at - 10_000) / 2;
    return one.at > 10_000 && waits > 0 ? { ...one, at: one.at + waits } : one;
  });
  isWhole(await recorded(t, slow, { reports }), slow);
});

test("a member who joins again is anchored anew, both tracks together, and the break is as long as it was", async (t) => {
  const first = sent(10);
  const again = sent(10).map((one) => ({
    ...one,
    seq: one.seq + 30_000,
    madeAt: one.madeAt + 15_000,
    at: one.at + 15_000,
    stamp: one.stamp + 777_000_000,
  }));
  const packets = [...first, ...again];
  const times = await recorded(t, packets, { acts: [{ at: 15_000, act: (recorder) => recorder.newSource() }] });
  const { slip, stray } = judged(times, packets);
  assert.ok(slip <= 40 && stray <= 60, `${slip} and ${stray} ms`);
});

/** From the instant on the kind's stamps begin anew somewhere else. */
const jumping = (packets: Sent[], from: number, jumps: Partial<Record<Kind, number>>) =>
  packets.map((one) => ({ ...one, stamp: one.stamp + (one.madeAt >= from ? (jumps[one.kind] ?? 0) : 0) }));

test("stamps that jump against the order of the packets are anchored once and leave no hole", async (t) => {
  for (const jumps of [
    { audio: 900_000_000, video: 900_000_000 },
    { audio: -900_000_000, video: 1_500_000_000 },
    { video: -400_000 },
    { audio: 300_000 },
  ]) {
    const packets = jumping(sent(20), 10_000, jumps);
    isWhole(await recorded(t, packets), packets);
  }
});

test("stamps that jump while a line delivers what it held back keep sound and picture together", async (t) => {
  const packets = jumping(stalled(sent(30), 10_000, 6000), 13_000, { video: -900_000_000 });
  isWhole(await recorded(t, packets), packets);
});

test("another source of one track takes its place beside the other", async (t) => {
  const packets = jumping(sent(30), 15_000, { video: 123_456_789 }).map((one) =>
    one.kind === "video" && one.madeAt >= 15_000 ? { ...one, seq: one.seq + 20_000 } : one,
  );
  const act = (recorder: Recorder) => recorder.newSource("video");
  isWhole(await recorded(t, packets, { acts: [{ at: 15_010, act }] }), packets);
});

test("a sender that counts its packets anew is recorded on", async (t) => {
  const packets = sent(30).map((one) => (one.madeAt >= 15_000 ? { ...one, seq: one.seq - 20_000 } : one));
  const times = await recorded(t, packets, { reports });
  assert.ok(times.video.length >= 899 && times.audio.length >= 1498, `${times.video.length} and ${times.audio.length}`);
  assert.ok(longestGap(times.video) <= 4 * frameMs && longestGap(times.audio) <= 60, "a packet of each track at most");
});

test("a pause is as long as it was: silence that is not sent, a camera that is covered", async (t) => {
  const isSent = ({ kind, madeAt }: Sent) =>
    kind === "audio" ? madeAt <= 10_000 || madeAt >= 14_000 : madeAt <= 20_000 || madeAt >= 30_000;
  const seqs = { audio: 0, video: 0 };
  const packets = sent(40)
    .filter(isSent)
    .map((one) => ({ ...one, seq: ++seqs[one.kind] }));
  const times = await recorded(t, packets, { reports });
  const { slip, stray } = judged(times, packets);
  assert.ok(slip <= 40 && stray <= 60, `${slip} and ${stray} ms`);
  assert.ok(Math.abs(longestGap(times.audio) - 4000) < 60 && Math.abs(longestGap(times.video) - 10_000) < 60);
});

/** The microphone is taken away for a while: its samples, and so its stamps, stand still. */
const micTaken = (packets: Sent[], from: number, ms: number) =>
  packets.map((one) =>
    one.kind === "audio" && one.madeAt >= from
      ? { ...one, madeAt: one.madeAt + ms, at: one.at + ms, stamp: one.stamp }
      : one,
  );

test("a microphone that was taken away comes back beside the picture, by the reports where it was short", async (t) => {
  for (const ms of [2000, 8000]) {
    const packets = micTaken(sent(60), 10_000, ms);
    const held = (kind: Kind, at: number): Report => {
      const { ntpMs, stamp } = reports(kind, at);
      return { ntpMs, stamp: kind === "audio" && at > 10_000 + ms ? stamp - ms * clock.audio : stamp };
    };
    const times = await recorded(t, packets, { reports: held });
    const { slip } = judged(times, packets, ms > 4000 ? 0 : 10_000 + ms + 4000);
    assert.ok(slip <= 60, `${ms}: ${slip} ms between sound and picture`);
  }
});

test("over 30 minutes clocks that run apart are followed: the sound card, and the sender against the server", async (t) => {
  const runs = { audio: 1.00018, video: 1.0001 };
  const packets = sent(1800, 5, 100).map((one) => ({
    ...one,
    stamp: firstStamp + one.madeAt * runs[one.kind] * clock[one.kind],
  }));
  const drifting = (kind: Kind, at: number): Report => ({
    ntpMs: 5e12 + at * runs.video,
    stamp: firstStamp + at * runs[kind] * clock[kind],
  });
  const { slip, stray } = judged(await recorded(t, packets, { reports: drifting }), packets);
  assert.ok(slip <= 40 && stray <= 60, `${slip} and ${stray} ms`);
});
