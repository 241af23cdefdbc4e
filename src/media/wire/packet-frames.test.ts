import assert from "node:assert/strict";
import { test } from "node:test";
import { wantedFragment } from "../transport/tcp-port.ts";
import { FrameReader, framed } from "./packet-frames.ts";

const texts = (packets: Buffer[] | undefined) => packets?.map((packet) => packet.toString());

test("packets come out whole however the line cut them", () => {
  const line = Buffer.concat(["um", "dois", "", "três"].map((text) => framed(Buffer.from(text))));
  for (let cut = 1; cut < line.length; cut++) {
    const reader = new FrameReader();
    const packets: Buffer[] = [];
    for (let at = 0; at < line.length; at += cut) packets.push(...reader.read(line.subarray(at, at + cut))!);
    assert.deepEqual(texts(packets), ["um", "dois", "", "três"], `pieces of ${cut}`);
  }
});

test("a length that no packet of a call has ends it before a byte of it is kept", () => {
  assert.deepEqual(texts(new FrameReader().read(framed(Buffer.alloc(2048, "a")))), ["a".repeat(2048)]);
  assert.equal(new FrameReader().read(Buffer.from([0x08, 0x01])), undefined);
  assert.equal(new FrameReader().read(Buffer.from("GET / HTTP/1.1\r\n\r\n")), undefined);
});

/** STUN binding request (RFC 8489 §5) with these attributes. */
function request(attributes: { type: number; value: string; length?: number }[], type = 1): Buffer {
  const written = attributes.map(({ type: kind, value, length = value.length }) => {
    const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
    bytes.writeUInt16BE(kind, 0);
    bytes.writeUInt16BE(length, 2);
    bytes.write(value, 4);
    return bytes;
  });
  const head = Buffer.from("000100002112a442000000000000000000000000", "hex");
  head.writeUInt16BE(type, 0);
  return Buffer.concat([head, ...written]);
}

test("a binding request names whom it wants; anything else names nobody", () => {
  const user = { type: 6, value: "abcd:WXYZ" };
  assert.equal(wantedFragment(request([user])), "abcd");
  assert.equal(wantedFragment(request([{ type: 0x24, value: "12345" }, user])), "abcd");
  assert.equal(wantedFragment(request([user], 0x101)), undefined, "an answer is no request");
  assert.equal(wantedFragment(request([{ type: 0x24, value: "abcd" }])), undefined);
  assert.equal(wantedFragment(request([{ type: 0x24, value: "", length: 65_000 }, user])), undefined);
  for (let length = 0; length < 20; length++) assert.equal(wantedFragment(Buffer.alloc(length, 1)), undefined);
});
