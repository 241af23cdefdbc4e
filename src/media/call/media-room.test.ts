import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transport } from "../wire/transport.ts";
import { MediaRoom } from "./media-room.ts";

const offer = [
  "v=0",
  "a=fingerprint:sha-256 00",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=mid:0",
  "a=rtpmap:111 opus/48000/2",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=mid:1",
  "a=rtpmap:96 VP8/90000",
  "",
].join("\r\n");

/** A connection that answers when it is told to. */
function heldBack() {
  let answer = () => {};
  const state = { closed: false };
  const ready = new Promise<string>((resolve) => (answer = () => resolve("answer")));
  const wire = { ssrc: 1, send: () => {} };
  const transport: Transport = {
    audio: () => wire,
    video: () => wire,
    answer: () => ready,
    addCandidate: () => true,
    close: () => void (state.closed = true),
  };
  return { transport, answer: () => answer(), state };
}

test("joinings of one member that cross: the later one stays, whichever is answered last, and no connection is left", async () => {
  for (const laterFirst of [true, false]) {
    const room = new MediaRoom({ id: "room", folder: "unused", key: Buffer.alloc(32), resumes: false }, () => {});
    const [earlier, later] = [heldBack(), heldBack()];
    const joinings = [
      room.join({ memberId: "applicant", offer, attempt: 1 }, () => earlier.transport),
      room.join({ memberId: "applicant", offer, attempt: 2 }, () => later.transport),
    ];
    for (const one of laterFirst ? [later, earlier] : [earlier, later]) {
      one.answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(await Promise.all(joinings), ["answer", "answer"]);
    assert.deepEqual([earlier.state.closed, later.state.closed], [true, false]);
    room.close();
    assert.equal(later.state.closed, true);
  }
});

test("another device may join with a clock that is behind: what came after takes over", async () => {
  const room = new MediaRoom({ id: "room", folder: "unused", key: Buffer.alloc(32), resumes: false }, () => {});
  const [phone, computer] = [heldBack(), heldBack()];
  phone.answer();
  await room.join({ memberId: "applicant", offer, attempt: 5000 }, () => phone.transport);
  computer.answer();
  await room.join({ memberId: "applicant", offer, attempt: 1 }, () => computer.transport);
  assert.deepEqual([phone.state.closed, computer.state.closed], [true, false]);
  room.close();
});
