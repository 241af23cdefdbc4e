import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import sharp, { type Sharp } from "sharp";
import { measureStill } from "../stills/still-gate.ts";
import { faultsOf, measureGrey } from "../stills/still-measure.ts";
import { headText, headVerifies, type RecordingHead, signHead } from "./recording-head.ts";
import { gapsOf } from "./recording-report.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 14, 0, seconds));

test("a head verifies by the public key alone; any other figure does not", () => {
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const facts = { roomId: "r", member: "agent", segment: 1, chunks: 31, bytes: 900, head: "ab", at: at(30) } as const;
  const head: RecordingHead = facts;
  assert.equal(headText(head), "confere-recording-head/1\nr\nagent\n1\n31\n900\nab\n2026-11-23T14:00:30.000Z");
  const signed = signHead(head, pair.privateKey);
  assert.equal(headVerifies(signed, pair.publicKey), true);
  for (const change of [{ head: "ac" }, { chunks: 30 }, { at: at(31) }, { member: "applicant" as const }])
    assert.equal(headVerifies({ ...signed, ...change }, pair.publicKey), false);
});

test("gaps are found within a segment and between two, by the wall clock", () => {
  const log = (...spans: [number, number][]) =>
    [{ n: 0 }, ...spans.map(([from, until]) => ({ from, until }))].map((line) => `${JSON.stringify(line)}\n`).join("");
  const first = {
    memberId: "applicant",
    number: 0,
    startedAt: at(0),
    log: log([20, 1000], [1030, 2000], [4000, 5000]),
  };
  const second = { memberId: "applicant", number: 1, startedAt: at(17), log: log([0, 1000]) };
  const other = { memberId: "agent", number: 0, startedAt: at(0), log: log([0, 1000], [1020, 90_000]) };
  const zero = at(0).getTime() - 20;
  assert.deepEqual(gapsOf([second, other, first]), [
    { member: "applicant", from: zero + 2000, until: zero + 4000, ms: 2000 },
    { member: "applicant", from: zero + 5000, until: at(17).getTime(), ms: 12_020 },
  ]);
  assert.deepEqual(gapsOf([]), []);
});

const grey = async (picture: Sharp) => {
  const { data, info } = await picture.resize({ width: 640 }).greyscale().raw().toBuffer({ resolveWithObject: true });
  return measureGrey(data, info.width);
};
const lines = (colour: string, ground: string) =>
  sharp(
    Buffer.from(
      `<svg width="1600" height="1000"><rect width="1600" height="1000" fill="${ground}"/>${Array.from(
        { length: 20 },
        (_, n) => `<text x="80" y="${40 + n * 48}" font-size="36" fill="${colour}">REPUBLICA FEDERATIVA ${n}</text>`,
      ).join("")}</svg>`,
    ),
  );

test("a picture is dark, blown out, blurred, small, or good", async () => {
  const size = { width: 1600, height: 1000 };
  const good = await grey(lines("#222", "#b8b8b8"));
  assert.deepEqual(faultsOf(size, good), [], JSON.stringify(good));
  const dark = await grey(lines("#333", "#141414"));
  assert.ok(faultsOf(size, dark).includes("dark"));
  const blurred = await grey(sharp(await lines("#222", "#b8b8b8").png().toBuffer()).blur(12));
  assert.deepEqual(faultsOf(size, blurred), ["blurred"], JSON.stringify(blurred));
  const glare = await grey(lines("#222", "#fff"));
  assert.deepEqual(faultsOf(size, glare), ["glare"]);
  assert.deepEqual(faultsOf({ width: 640, height: 480 }, good), ["small"]);
});

/** A small progressive JPEG that says it has so many pixels: its reader makes room for all of them before it reads on. */
async function stillBomb(width: number, height: number): Promise<Buffer> {
  const plain = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#345" } })
    .jpeg({ progressive: true, chromaSubsampling: "4:4:4" })
    .toBuffer();
  const frame = plain.indexOf(Buffer.from("ffc2", "hex"));
  plain.writeUInt16BE(height, frame + 5);
  plain.writeUInt16BE(width, frame + 7);
  return plain;
}

test("a stranger's picture is opened only if it begins as a JPEG, and none takes the server's memory", async () => {
  const photo = sharp({ create: { width: 1600, height: 1200, channels: 3, background: "#888" } });
  const jpeg = await photo.clone().jpeg().toBuffer();
  assert.deepEqual(await measureStill("room", jpeg).then((still) => [still?.width, still?.height]), [1600, 1200]);
  const progressive = await photo.clone().jpeg({ progressive: true }).toBuffer();
  assert.equal((await measureStill("room", progressive))?.width, 1600);
  for (const other of [await photo.clone().png().toBuffer(), await photo.clone().webp().toBuffer(), Buffer.alloc(0)])
    assert.equal(await measureStill("room", other), undefined);
  const small = await sharp({ create: { width: 200, height: 300, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
  assert.equal(await measureStill("room", small), undefined);
  const before = process.memoryUsage().rss;
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before);
  }, 5);
  const bomb = await stillBomb(9_000, 8_800);
  for (const still of await Promise.all([1, 2, 3, 4].map((room) => measureStill(`room ${room}`, bomb))))
    assert.equal(still, undefined);
  clearInterval(look);
  assert.ok(most < 250_000_000, `${Math.round(most / 1e6)} MB more`);
});
