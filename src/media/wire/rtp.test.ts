import assert from "node:assert/strict";
import { test } from "node:test";
import { ReceiveStream } from "../call/receive-stream.ts";
import { SendStream } from "../call/send-stream.ts";
import { ReorderBuffer } from "../recording/reorder-buffer.ts";
import { IntakeLimit } from "./intake-limit.ts";
import { unpackRed } from "./opus-red.ts";
import { PacketRing } from "./packet-ring.ts";
import { RateControl } from "./rate-control.ts";
import {
  asksKeyFrame,
  readNack,
  readRemb,
  readSenderReport,
  rewriteSenderReport,
  splitRtcp,
  writeNack,
  writePli,
  writeReceiverReport,
  writeRemb,
} from "./rtcp-packet.ts";
import { isRtcp, type MediaPacket, readRtp, seqDistance, writeRtp } from "./rtp-packet.ts";
import { OfferUnusable, readOffer } from "./session-offer.ts";
import { readVp8Part, readVp8Size } from "./vp8-payload.ts";

const packet = (seq: number, timestamp = seq * 3000, at = 0): MediaPacket => ({
  seq,
  timestamp,
  marker: true,
  payload: Buffer.from([1, 2, 3]),
  at,
});

test("an RTP packet is read back as written, with and without extension", () => {
  const header = { payloadType: 96, marker: true, seq: 65535, timestamp: 4294967295, ssrc: 7 };
  for (const extension of [undefined, 2]) {
    const wire = writeRtp(header, Buffer.from("hello"), extension, 1234);
    assert.deepEqual(readRtp(wire), { ...header, payload: Buffer.from("hello") });
    assert.equal(isRtcp(wire), false);
  }
});

test("packets whose lengths do not add up are nothing", () => {
  const good = writeRtp({ payloadType: 96, marker: false, seq: 1, timestamp: 1, ssrc: 1 }, Buffer.alloc(4), 2, 0);
  const truncatedExtension = Buffer.from(good);
  truncatedExtension.writeUInt16BE(4000, 14);
  const padded = Buffer.from(good);
  padded[0]! |= 0x20;
  padded[padded.length - 1] = 255;
  for (const bad of [Buffer.alloc(0), Buffer.alloc(11), Buffer.alloc(40), truncatedExtension, padded])
    assert.equal(readRtp(bad), undefined);
  assert.deepEqual(splitRtcp(Buffer.from([0x80, 200, 0xff, 0xff, 0, 0, 0, 0])), []);
});

test("sequence numbers are compared over the wrap", () => {
  assert.equal(seqDistance(65535, 2), 3);
  assert.equal(seqDistance(2, 65535), -3);
});

test("RTCP written here is RTCP read here", () => {
  const seqs = [10, 11, 26, 27, 65535, 0];
  const compound = Buffer.concat([
    writeReceiverReport(1, [
      {
        ssrc: 2,
        fractionLost: 3,
        cumulativeLost: -1,
        highestSeq: 70000,
        jitter: 4.5,
        lastSenderReport: 0,
        delaySinceSenderReport: 0,
      },
    ]),
    writeNack(1, 2, seqs),
    writePli(1, 2),
    writeRemb(1, 700_000, 2),
  ]);
  assert.equal(isRtcp(compound), true);
  const [report, nack, pli, remb] = splitRtcp(compound);
  assert.equal(report!.type, 201);
  assert.deepEqual(readNack(nack!), seqs);
  assert.equal(asksKeyFrame(pli!), true);
  assert.equal(asksKeyFrame(remb!), false);
  assert.ok(Math.abs(readRemb(remb!)! - 700_000) < 8);
});

test("a sender report keeps its clock when it is passed on", () => {
  const bytes = Buffer.alloc(28);
  bytes.writeUInt32BE(0x80c80006, 0);
  bytes.writeUInt32BE(5, 4);
  bytes.writeUInt32BE(2208988800 + 10, 8);
  bytes.writeUInt32BE(2 ** 31, 12);
  bytes.writeUInt32BE(4294967290, 16);
  const [block] = splitRtcp(bytes);
  assert.equal(readSenderReport(block!)!.ntpMs, 10_500);
  const passed = readSenderReport(splitRtcp(rewriteSenderReport(block!, 9, 10))[0]!)!;
  assert.deepEqual([passed.ssrc, passed.ntpMs, passed.timestamp], [9, 10_500, 4]);
});

test("redundant sound is unpacked, oldest first; a lie about lengths is nothing", () => {
  const red = Buffer.concat([
    Buffer.from([0x80 | 111, 960 >> 6, ((960 << 2) & 0xff) | 0, 3]),
    Buffer.from([111]),
    Buffer.from("old"),
    Buffer.from("new!"),
  ]);
  const frames = unpackRed(red, 5, 2000)!;
  assert.deepEqual(
    frames.map(({ seq, timestamp, payload }) => [seq, timestamp, payload.toString()]),
    [
      [4, 1040, "old"],
      [5, 2000, "new!"],
    ],
  );
  assert.equal(unpackRed(red.subarray(0, 6), 5, 2000), undefined);
});

test("a missing packet is asked for, repeated with patience and given up", () => {
  const stream = new ReceiveStream(1, 90);
  stream.push(65534, 0, 0);
  stream.push(1, 9000, 10);
  assert.deepEqual(stream.dueForRepeat(10), [65535, 0]);
  assert.deepEqual(stream.dueForRepeat(30), []);
  stream.push(65535, 3000, 40);
  assert.deepEqual(stream.dueForRepeat(75), [0]);
  assert.deepEqual(stream.dueForRepeat(1600), []);
  const report = stream.report(1600);
  assert.equal(report.cumulativeLost, 1);
  assert.equal(report.fractionLost, 64);
});

test("a line that was silent and goes on further ahead was cut; one that stalled, or lost a packet in passing, was not", () => {
  const stream = new ReceiveStream(1, 90);
  assert.equal(stream.push(65000, 0, 0), false);
  assert.equal(stream.push(65002, 9000, 100), false, "lost in passing");
  assert.equal(stream.push(65003, 9000, 10_000), false, "stalled, nothing lost");
  assert.equal(stream.push(100, 90_000, 20_000), true);
  assert.equal(stream.push(101, 90_000, 20_001), false);
});

test("a huge jump is a new start, not thousands of repeats", () => {
  const stream = new ReceiveStream(1, 90);
  stream.push(0, 0, 0);
  stream.push(20000, 0, 1);
  assert.deepEqual(stream.dueForRepeat(5), []);
});

test("the order buffer waits for repeats, then says hole", () => {
  const out: (number | undefined)[] = [];
  const buffer = new ReorderBuffer(1500, (given) => out.push(given?.seq));
  for (const [seq, at] of [
    [65535, 0],
    [1, 10],
    [0, 20],
    [3, 30],
  ] as const)
    buffer.push(packet(seq, 0, at));
  assert.deepEqual(out, [65535, 0, 1]);
  buffer.drain(1000);
  assert.equal(out.length, 3);
  buffer.drain(1600);
  assert.deepEqual(out, [65535, 0, 1, undefined, 3]);
  assert.equal(buffer.lost, 1);
  buffer.push(packet(2, 0, 1700));
  assert.equal(out.length, 5, "a packet behind its hole is too late");
});

test("a sender that counts anew is followed; a late packet alone is none", () => {
  const out: (number | undefined)[] = [];
  const buffer = new ReorderBuffer(1500, (given) => out.push(given?.seq));
  for (const seq of [30_000, 30_001, 5000, 30_002, 6000, 30_003]) buffer.push(packet(seq));
  assert.deepEqual(out, [30_000, 30_001, 30_002, 30_003]);
  for (const seq of [7, 8, 9]) buffer.push(packet(seq));
  assert.deepEqual(out.slice(4), [undefined, 8, 9]);
});

test("a viewer's stream goes on without a jump when the source changes", () => {
  const stream = new SendStream(9, 90, undefined);
  const first = readRtp(stream.write(packet(65535, 4294967000), 96, 1, 1000))!;
  const second = readRtp(stream.write(packet(500, 77), 96, 2, 1100))!;
  assert.equal(second.seq, (first.seq + 1) & 0xffff);
  assert.equal((second.timestamp - first.timestamp) >>> 0, 9000);
  assert.equal(readRtp(stream.again(second.seq)!)!.timestamp, second.timestamp);
  assert.equal(stream.again(12345), undefined);
});

test("kept packets are found by number until the memory has come round", () => {
  const ring = new PacketRing(1000);
  for (let seq = 65_530; seq < 65_600; seq++) ring.take(seq & 0xffff, 150).fill(seq & 0xff);
  // Six of 150 bytes fit before the seam.
  const found = Array.from({ length: 70 }, (_, n) => (65_530 + n) & 0xffff).filter((seq) => ring.find(seq));
  assert.deepEqual(found, [58, 59, 60, 61, 62, 63]);
  for (const seq of found) assert.deepEqual(ring.find(seq), Buffer.alloc(150, seq & 0xff));
  assert.equal(ring.find(58 + 1024), undefined, "another number in the same place");
});

test("VP8 descriptors of every size, and the size in a key frame", () => {
  const key = Buffer.from([0x10, 0x50, 0x42, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]);
  const plain = readVp8Part(key)!;
  assert.deepEqual([plain.startsFrame, plain.keyFrame], [true, true]);
  assert.deepEqual(readVp8Size(plain.data), { width: 640, height: 480 });
  const long = Buffer.concat([Buffer.from([0x90, 0xe0, 0x81, 0x02, 0x03, 0x04]), Buffer.from([0x51, 0, 0])]);
  const part = readVp8Part(long)!;
  assert.deepEqual([part.startsFrame, part.keyFrame, part.data[0]], [true, false, 0x51]);
  assert.equal(readVp8Part(Buffer.from([0x90, 0xff])), undefined);
  assert.equal(readVp8Size(Buffer.alloc(10)), undefined);
});

test("the rate falls with loss, rises without, never starves the recording for a viewer", () => {
  const rate = new RateControl(1_000_000);
  const calm = rate.next(0);
  assert.ok(calm > 800_000);
  assert.ok(rate.next(0.5) < calm);
  rate.setViewerLimit("a", 1000);
  rate.setViewerLimit("b", 9e9);
  assert.equal(rate.next(0), 150_000);
  rate.forgetViewer("a");
  for (let second = 0; second < 60; second++) rate.next(0);
  assert.equal(rate.next(0), 1_000_000);
});

test("a flood is dropped before it is read, an honest sender never", () => {
  const limit = new IntakeLimit(0);
  let taken = 0;
  for (let n = 0; n < 20_000; n++) if (limit.takes(1200, 0)) taken++;
  assert.ok(taken <= 5000 && limit.dropped === 20_000 - taken, `${taken} taken`);
  const honest = new IntakeLimit(0);
  for (let ms = 0; ms < 60_000; ms += 5) assert.ok(honest.takes(1200, ms), "2 Mbit/s");
  for (let ms = 60_000; ms < 75_000; ms += 4) assert.ok(honest.takes(1200, 75_000), "what a stall of 15 s held back");
});

test("a sender of nothing but holes is asked for little and remembered little", () => {
  const stream = new ReceiveStream(1, 90);
  for (let n = 0; n < 60_000; n++) stream.push((n * 997) & 0xffff, n, n / 10);
  const due = stream.dueForRepeat(6000);
  assert.ok(due.length <= 250, `${due.length} asked`);
  assert.ok(writeNack(1, 2, due).length < 1200);
});

test("holes that nobody fills cost neither memory nor order", () => {
  const given: (number | undefined)[] = [];
  const buffer = new ReorderBuffer(1500, (ordered) => given.push(ordered?.seq));
  for (let seq = 0; seq < 30_000; seq += 2) buffer.push(packet(seq, 0, 1));
  assert.ok(given.length > 15_000 - 5000, "the oldest holes are given up when too much waits");
  const before = given.length;
  buffer.drain(2000);
  assert.ok(given.length > before);
  const seqs = given.filter((seq) => seq !== undefined);
  assert.deepEqual(
    seqs,
    [...seqs].sort((a, b) => a - b),
  );
});

test("an offer without what a call needs is refused", () => {
  const head = "v=0\r\na=fingerprint:sha-256 AA:BB\r\n";
  const audio =
    "m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\n";
  const video =
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:1\r\na=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n" +
    "a=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n";
  assert.deepEqual(readOffer(head + audio + video), [
    { audio: { mid: "0", opus: 111, red: 63 }, video: { mid: "1", vp8: 96, rtx: 97, absSendTime: 2 }, receives: true },
  ]);
  const bad = [
    audio + video,
    head,
    head + audio.replace("opus", "pcmu"),
    head + video.replace("VP8", "H264"),
    head + video.repeat(13),
  ];
  bad.push(head + audio.replace(/111/g, "300"), head + audio.replace("a=mid:0\r\n", ""), head + "x".repeat(70_000));
  for (const sdp of bad) assert.throws(() => readOffer(sdp), OfferUnusable);
});
