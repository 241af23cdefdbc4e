import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readChainLog } from "./chunk-chain.ts";
import { Recorder } from "./recorder.ts";
import { SegmentFile } from "./segment-file.ts";

const began = Date.UTC(2026, 10, 28, 12);
// VP8: the descriptor, then the header of a key frame of 640x480 (RFC 6386 §9.1), or of any other frame.
const keyFrame = Buffer.from([0x10, 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01, 0, 0]);
const otherFrame = Buffer.from([0x10, 0x11, 0, 0, 0, 0]);

test("an encoder that sends one key frame is asked for more, so that every instant can be sought; a still line is not", (t) => {
  t.mock.timers.enable({ apis: ["setInterval", "Date"], now: began });
  const folder = mkdtempSync(join(tmpdir(), "confere-keys-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const segment = new SegmentFile(folder, "applicant", null, Buffer.alloc(32, 7), (error) => assert.ifError(error));
  const asked: number[] = [];
  let obeys = true;
  let wanted = true;
  const failed = (_: SegmentFile, error: Error) => assert.ifError(error);
  const needKeyFrame = () => {
    asked.push(Date.now() - began);
    wanted = true;
  };
  const recorder = new Recorder(segment, { chunk: () => {}, failed, needKeyFrame }, began);
  let seq = 0;
  const films = (seconds: number) => {
    for (let n = 0; n < seconds * 25; n++) {
      t.mock.timers.tick(40);
      const payload = wanted && obeys ? keyFrame : otherFrame;
      if (obeys) wanted = false;
      const at = Date.now();
      recorder.push("video", { seq, timestamp: seq * 3600, marker: true, payload, at });
      seq++;
    }
  };
  films(31);
  assert.equal(asked.length, 3, `one in eight seconds: ${asked}`);
  const log = readChainLog(readFileSync(join(folder, `applicant-${segment.number}.webm.chain`), "utf8"));
  const noted = log.flatMap(({ key }) => (key === undefined ? [] : [Math.round(key / 1000)]));
  assert.deepEqual(noted, [0, 8, 16, 24], "the log knows where they lie");
  obeys = false;
  films(15);
  const ignored = asked.slice(3);
  assert.ok(ignored.length >= 6 && ignored.length <= 8, `again every two seconds: ${ignored}`);
  const before = asked.length;
  t.mock.timers.tick(20_000);
  assert.ok(asked.length <= before + 1, "no picture comes: nobody is asked");
  recorder.close();
});
