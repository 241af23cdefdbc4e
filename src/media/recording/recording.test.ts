import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { NO_PREVIOUS, nextChain, readChainLog, verifyChunk } from "./chunk-chain.ts";
import { FrameAssembly, type VideoFrame } from "./frame-assembly.ts";
import { playablePrefix } from "./playable.ts";
import { QualitySeries } from "./quality-series.ts";
import { recordedSegment } from "./recorded-segment.ts";
import { SEAL_BYTES } from "./segment-cipher.ts";
import { SegmentFile } from "./segment-file.ts";
import { lastHead, readChunk, readSegments } from "./segment-folder.ts";
import { TrackClock } from "./track-clock.ts";
import {
  AUDIO_TRACK,
  readStartedAt,
  readVideoSize,
  segmentDataOffset,
  VIDEO_TRACK,
  webmCluster,
  webmHeader,
} from "./webm.ts";

const key = Buffer.alloc(32, 7);
const startedAt = new Date("2026-11-23T12:00:00.000Z");
const frame = (track: number, time: number) => ({ track, time, key: true, data: Buffer.alloc(300, track) });
const cluster = (from: number) =>
  webmCluster([frame(VIDEO_TRACK, from), frame(AUDIO_TRACK, from + 20), frame(VIDEO_TRACK, from + 40)]);

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "confere-segment-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path is that of the plain name; `.sealed` and `.chain` lie behind it. */
function write(folder: string, member: string, clusters: number, keyed?: number[]): SegmentFile & { path: string } {
  const segment = new SegmentFile(folder, member, lastHead(folder, member), key, (error) => assert.ifError(error));
  segment.append(webmHeader({ width: 640, height: 480 }, startedAt), { from: 0, until: 0 }, 1);
  for (let n = 0; n < clusters; n++) {
    const from = n * 1000;
    segment.append(cluster(from), { from, until: from + 40, ...(keyed?.includes(n) && { key: from }) }, n + 2);
  }
  segment.close();
  return Object.assign(segment, { path: join(folder, `${member}-${segment.number}.webm`) });
}

test("a header gives back its size and start", () => {
  for (const size of [
    { width: 640, height: 480 },
    { width: 96, height: 1920 },
  ]) {
    const header = webmHeader(size, startedAt);
    assert.deepEqual(readVideoSize(header), size);
    assert.deepEqual(readStartedAt(header), startedAt);
  }
});

test("every chunk is chained; a changed byte is found at its chunk", (t) => {
  const folder = folderFor(t);
  const { path, head } = write(folder, "agent", 3);
  const log = readChainLog(readFileSync(`${path}.chain`, "utf8"));
  assert.equal(log.length, 4);
  assert.equal(log[0]!.previous, NO_PREVIOUS);
  assert.equal(log.at(-1)!.chain, head);
  assert.equal(nextChain(log[2]!.chain, log[3]!.sha256), head);
  verifyChunk(log[2]!, readChunk(path, key, log[2]!));
  const plain = readChunk(path, key, log[1]!);
  plain[50]! ^= 1;
  assert.throws(() => verifyChunk(log[1]!, plain), /changed at chunk 1/);
});

test("nothing plain lies on disk; a changed or misplaced piece is found at its chunk", async (t) => {
  const folder = folderFor(t);
  const { path } = write(folder, "agent", 3);
  const sealed = readFileSync(`${path}.sealed`);
  assert.equal(sealed.includes(Buffer.from("webm")), false);
  assert.equal(sealed.includes(Buffer.alloc(32, VIDEO_TRACK)), false);
  const [segment] = readSegments(folder, key);
  const { header, content } = recordedSegment(segment!, key);
  assert.deepEqual(header, webmHeader({ width: 640, height: 480 }, startedAt));
  const [kept, clusters] = [await buffer(content()), Buffer.concat([0, 1000, 2000].map(cluster))];
  assert.deepEqual(kept.subarray(-clusters.length), clusters);
  const line = segment!.log[2]!;
  assert.throws(() => readChunk(path, Buffer.alloc(32, 8), line), /changed at chunk 2/);
  const at = line.offset + SEAL_BYTES * 2;
  sealed[at + 40]! ^= 1;
  writeFileSync(`${path}.sealed`, sealed);
  assert.throws(() => readChunk(path, key, line), /changed at chunk 2/);
  readChunk(path, key, segment!.log[1]!);
  sealed.copy(sealed, at, at + line.length + SEAL_BYTES, at + 2 * (line.length + SEAL_BYTES));
  writeFileSync(`${path}.sealed`, sealed);
  assert.throws(() => readChunk(path, key, line), /changed at chunk 2/, "another chunk in its place");
});

test("quality is a line of figures every five seconds", () => {
  const series = new QualitySeries(0);
  for (let n = 0; n < 150; n++) series.noteFrame(n % 50 === 0, n === 50 ? { width: 720, height: 1280 } : undefined);
  series.notePacket("video", 500_000);
  series.notePacket("audio", 20_000);
  series.noteReception(0.05, 4);
  series.noteReception(0.01, 12);
  series.noteHoles(1);
  assert.equal(series.due(4999), undefined);
  assert.deepEqual(series.due(5000), {
    at: 5000,
    videoKbps: 800,
    audioKbps: 32,
    frames: 30,
    lostPercent: 3,
    jitterMs: 12,
    keyFrames: 3,
    holes: 1,
    lines: 720,
  });
  assert.deepEqual([series.take(6000).frames, series.take(7000).holes], [0, 0]);
});

test("a log with a line taken out, swapped or rewritten is broken; a torn last line is dropped", (t) => {
  const { path } = write(folderFor(t), "agent", 3);
  const text = readFileSync(`${path}.chain`, "utf8");
  const [a, b, c, d] = text.trimEnd().split("\n");
  for (const forged of [
    [a, c, d],
    [a, c, b, d],
    [a, b, c!.replace(/"sha256":"./, '"sha256":"x'), d],
  ])
    assert.throws(() => readChainLog(`${forged.join("\n")}\n`), /broken at chunk/);
  assert.equal(readChainLog(`${a}\n${b}\n${c!.slice(0, 40)}`).length, 2);
});

test("a second segment takes the next number and continues the chain", (t) => {
  const folder = folderFor(t);
  const first = write(folder, "applicant", 2);
  const second = write(folder, "applicant", 1);
  assert.deepEqual([first.number, second.number], [0, 1]);
  const segments = readSegments(folder, key);
  assert.equal(segments[1]!.log[0]!.previous, first.head);
  assert.deepEqual(
    segments.map(({ endedAt }) => endedAt.getTime() - startedAt.getTime()),
    [1040, 40],
  );
});

test("bytes behind the last logged chunk prove nothing; a segment without a cluster is none", (t) => {
  const folder = folderFor(t);
  const { path, bytes } = write(folder, "agent", 1);
  appendFileSync(`${path}.sealed`, "torn");
  writeFileSync(join(folder, "agent-1.webm.sealed"), "");
  writeFileSync(join(folder, "agent-2.webm.sealed"), "");
  writeFileSync(join(folder, "agent-1.webm.chain"), "");
  const segments = readSegments(folder, key);
  assert.equal(segments.length, 1);
  assert.equal(segments[0]!.bytes, bytes);
  assert.deepEqual(readSegments(join(folder, "nobody"), key), []);
});

test("cues of the playable copy point at the clusters", (t) => {
  const { path } = write(folderFor(t), "agent", 3);
  const log = readChainLog(readFileSync(`${path}.chain`, "utf8"));
  const evidence = Buffer.concat(log.map((line) => readChunk(path, key, line)));
  const header = evidence.subarray(0, log[0]!.length);
  const copy = Buffer.concat([playablePrefix(header, log), evidence.subarray(header.length)]);
  const base = segmentDataOffset(copy);
  const positions = [...copy.toString("latin1").matchAll(/\xf1\x88([\s\S]{8})/g)].map((found) =>
    Number(Buffer.from(found[1]!, "latin1").readBigUInt64BE()),
  );
  assert.equal(positions.length, 3);
  for (const position of positions) assert.equal(copy.readUInt32BE(base + position), 0x1f43b675);
});

test("where the log knows the key frames, the cues lead to them and to nothing else", (t) => {
  const { path } = write(folderFor(t), "agent", 9, [0, 4, 8]);
  const log = readChainLog(readFileSync(`${path}.chain`, "utf8"));
  const prefix = playablePrefix(readChunk(path, key, log[0]!), log);
  const cues = prefix.subarray(prefix.indexOf(Buffer.from("1c53bb6b", "hex"))).toString("latin1");
  const times = [...cues.matchAll(/\xb3([\x81-\x84])/g)].map(({ 1: size, index }) =>
    Buffer.from(cues.slice(index + 2, index + 2 + (size!.charCodeAt(0) & 7)), "latin1").readUIntBE(
      0,
      size!.charCodeAt(0) & 7,
    ),
  );
  assert.deepEqual(times, [0, 4000, 8000]);
});

test("after a hole nothing is shown until the next key frame", () => {
  const frames: VideoFrame[] = [];
  let asked = 0;
  const assembly = new FrameAssembly(
    (given) => frames.push(given),
    () => asked++,
  );
  const part = (seq: number, start: boolean, key: boolean, marker: boolean) =>
    assembly.push({
      seq,
      timestamp: seq * 90,
      marker,
      at: 0,
      payload: Buffer.from([start ? 0x10 : 0, key ? 0 : 1, seq]),
    });
  part(1, true, false, true);
  assert.equal(frames.length, 0, "nothing before the first key frame");
  part(2, true, true, false);
  part(3, false, false, true);
  part(4, true, false, true);
  assert.deepEqual(
    frames.map(({ key, data }) => [key, data.length]),
    [
      [true, 4],
      [false, 2],
    ],
  );
  assembly.push(undefined);
  part(6, true, false, true);
  assert.equal(frames.length, 2);
  part(7, true, true, true);
  assert.equal(frames.length, 3);
  assert.equal(asked, 3);
});

test("stamps come round, and a report tells the sender's clock at the beginning of the file", () => {
  const clock = new TrackClock(90);
  assert.equal(clock.timeOf(7), undefined);
  clock.anchor(4294967290, 500);
  const later = 4294967290 + 900 - 2 ** 32;
  assert.equal(clock.timeOf(later), 510);
  clock.anchor(later, 510);
  assert.equal(clock.timeOf(4294967290), 500, "back over the end as well");
  assert.equal(clock.senderOrigin(), undefined);
  clock.noteSenderReport(50_000, later + 90);
  assert.equal(clock.senderOrigin(), 49_489);
});
