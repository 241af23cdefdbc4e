import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cleanup } from "node-datachannel";
import {
  type MediaEvent,
  type MediaWorkers,
  mediaWorkers,
  startMediaWorkers,
} from "../../../src/media/media-workers.ts";
import { readSegments } from "../../../src/media/recording/segment-folder.ts";
import { writeRtp } from "../../../src/media/wire/rtp-packet.ts";
import { noiseSource } from "../../kit/room/media-source.ts";
import { RoomClient, talk } from "../../kit/room/room-client.ts";
import { cannotMount, makeSmallDisk } from "../../kit/small-disk.ts";

// ASVS 5 V17: whatever comes, it is refused or bounded, the recording goes on, other rooms are untouched.

let media: MediaWorkers;
let folder: string;
const workers: { pid: number; port: number }[] = [];
const events: MediaEvent[] = [];
const key = Buffer.alloc(32, 3);
const open: RoomClient[] = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "confere-abuse-"));
  const log = { warn: () => {}, info: (details: object) => void workers.push(details as (typeof workers)[number]) };
  const keyOf = () => key.toString("hex");
  media = await startMediaWorkers({ count: 1, folder, address: "127.0.0.1", port: 0, keyOf, log });
  media.listen((event) => events.push(event));
});

after(async () => {
  for (const client of open) client.close();
  await media.stop();
  rmSync(folder, { recursive: true, force: true });
  // The native side's threads would keep this process.
  cleanup();
});

let attempts = 0;
async function enter(room: string, member: string, client: RoomClient, withinMs?: number): Promise<RoomClient> {
  open.push(client);
  await client.join((offer) => media.join(room, member, offer, ++attempts), withinMs);
  return client;
}

async function call(room: string): Promise<[RoomClient, RoomClient]> {
  const agent = await enter(room, "agent", new RoomClient(`${room}-agent`));
  return [agent, await enter(room, "applicant", new RoomClient(`${room}-applicant`))];
}

/** Both members of the room are recorded while `abuse` goes on: bytes grow, no hole, same worker. */
async function untouched(room: string, clients: RoomClient[], abuse: () => Promise<void>): Promise<void> {
  await talk(clients, 1500);
  const before = readSegments(join(folder, room), key);
  await Promise.all([talk(clients, 4000), abuse()]);
  await talk(clients, 1500);
  const grown = readSegments(join(folder, room), key);
  assert.equal(grown.length, 2);
  for (const [index, segment] of grown.entries()) {
    assert.ok(segment.bytes > before[index]!.bytes + 100_000, `${segment.memberId} grew to ${segment.bytes}`);
    const holes = segment.quality
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).holes as number);
    // A starved machine may lose a packet on the way in; a flood that got through would cost hundreds.
    const lost = holes.reduce((sum, count) => sum + count, 0);
    assert.ok(lost < 10, `${segment.memberId}: ${lost} holes`);
  }
  assert.equal(workers.length, 1, "the worker did not die");
}

test("garbage and floods on the media port from nobody leave a call untouched", async () => {
  const clients = await call("flooded");
  const { port } = workers[0]!;
  await untouched("flooded", clients, async () => {
    const socket = createSocket("udp4");
    const stun = Buffer.from("000100002112a442000000000000000000000000", "hex");
    const rtp = writeRtp({ payloadType: 96, marker: true, seq: 1, timestamp: 1, ssrc: 7 }, Buffer.alloc(1100, 1), 3, 0);
    const hello = Buffer.concat([Buffer.from("16feff0000000000000000", "hex"), Buffer.alloc(400, 1)]);
    const kinds = [stun, rtp, hello, Buffer.alloc(0), Buffer.alloc(1400, 0xff), Buffer.from([0x80])];
    for (let n = 0; n < 20_000; n++) {
      socket.send(kinds[n % kinds.length]!, port, "127.0.0.1");
      if (n % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    socket.close();
  });
});

test("a member who floods, lies about lengths or sends only padding harms nobody else", async () => {
  const [agent, applicant] = await call("quiet");
  const bad = await enter("loud", "applicant", new RoomClient("bad"));
  await enter("loud", "agent", new RoomClient("listener"));
  await untouched("quiet", [agent, applicant], async () => {
    const junk = Buffer.alloc(1200, 0xee);
    for (let n = 0; n < 30_000; n++) {
      const header = {
        payloadType: 96,
        marker: n % 2 === 0,
        seq: (n * 997) & 0xffff,
        timestamp: n,
        ssrc: bad.videoSsrc,
      };
      const packet = writeRtp(header, junk, undefined, 0);
      if (n % 3 === 0) packet[0]! |= 0x2f; // padding and fifteen contributors that are not there
      if (n % 3 === 1) packet.fill(0, 12).writeUInt8(255, packet.length - 1);
      if (n % 7 === 0) packet.writeUInt16BE(0x80cd, 0); // "RTCP" whose lengths do not add up
      bad.sendRaw("video", packet);
      if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
  assert.equal(workers.length, 1);
});

test("a client that sends 4K at 24 Mbit/s is cut to its share, and harms nobody else", async () => {
  const [agent, applicant] = await call("modest");
  const huge = await enter("huge", "applicant", new RoomClient("huge", { source: noiseSource(24_000) }));
  const honestly = huge.sendRaw.bind(huge);
  huge.sendRaw = (kind, bytes) => {
    // RFC 6386 §9.1: behind the start code of a key frame stand its width and height.
    const isKey = kind === "video" && bytes.length > 23 && bytes.readUIntBE(16, 3) === 0x9d012a;
    if (isKey) bytes.writeUInt16LE(3840, 19);
    if (isKey) bytes.writeUInt16LE(2160, 21);
    honestly(kind, bytes);
  };
  const listener = await enter("huge", "agent", new RoomClient("beside"));
  const began = performance.now();
  await untouched("modest", [agent, applicant], () => talk([huge, listener], 9000));
  const seconds = (performance.now() - began) / 1000;
  const kept = readSegments(join(folder, "huge"), key).find(({ memberId }) => memberId === "applicant");
  // Six Mbit/s and a burst of eight seconds of it (intake-limit.ts): what comes above is never read.
  const share = 750_000 * (seconds + 8) * 1.1;
  assert.ok((kept?.bytes ?? 0) < share, `${kept?.bytes} bytes in ${seconds} s`);
  assert.ok(huge.sent.packets * 1000 > share * 1.2, `only ${huge.sent.packets} packets were sent`);
  assert.ok(listener.sent.frames > 60);
});

test("a client that sends no media is heard of by silence, not by a crash", async () => {
  await call("silent");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.deepEqual(readSegments(join(folder, "silent"), key), []);
  assert.deepEqual(await media.closeRoom("silent"), []);
});

test("DTLS with another fingerprint than the offer's never carries media", async () => {
  const forge = (offer: string) =>
    offer.replace(/(a=fingerprint:sha-256 )(..):(..)/, "$1$3:$2").replace(/(a=fingerprint:sha-256 )../, "$1A5");
  const liar = new RoomClient("liar", { forge });
  await assert.rejects(enter("forged", "applicant", liar, 2500), /not connected/);
  const states = events.flatMap((event) => (event.type === "state" && event.roomId === "forged" ? [event.state] : []));
  assert.equal(states.includes("connected"), false, states.join());
  await media.closeRoom("forged");
});

test("bombs instead of offers are refused, and the next honest one is served", async () => {
  const honest =
    "v=0\r\na=fingerprint:sha-256 AA\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n";
  const bombs = [
    "",
    "v=0",
    "\u0000".repeat(60_000),
    `${honest}${"m=video 9 UDP/TLS/RTP/SAVPF 96\r\n".repeat(3000)}`,
    `${honest}${"a=candidate:1 1 UDP 1 10.0.0.1 1 typ host\r\n".repeat(1400)}x`,
    `${honest}a=ssrc:99999999999999 cname:x\r\n`,
    honest.replace("111 opus", "999999 opus"),
    "a".repeat(70_000),
    honest.replace("a=mid:0", `a=mid:${"0".repeat(500)}`),
  ];
  for (const [n, bomb] of bombs.entries())
    await assert.rejects(media.join("bombed", "applicant", bomb, n + 1), { reason: "offer-unusable" }, `bomb ${n}`);
  for (const candidate of ["", "candidate:", "x".repeat(900), "candidate:1 1 UDP 1 999.1.1.1 99999 typ host"])
    media.candidate("bombed", "applicant", candidate, "0");
  const [agent, applicant] = await call("bombed");
  await talk([agent, applicant], 1500);
  assert.ok(agent.received.frames > 10, `${agent.received.frames} frames`);
  assert.equal(workers.length, 1);
  await media.closeRoom("bombed");
});

test("a third and a fourth seat are seen in their own lanes, and all are recorded", async () => {
  const names = ["agent", "applicant", "camera", "interpreter"];
  const clients: RoomClient[] = [];
  for (const [seat, name] of names.entries()) {
    const client = new RoomClient(`four-${name}`);
    open.push(client);
    clients.push(client);
    await client.join((offer) => media.join("four", name, offer, ++attempts, { seat }));
  }
  await talk(clients, 3500);
  // These clients offer one lane: each sees the first seat that is not its own.
  for (const client of clients) assert.ok(client.received.frames > 30 && client.received.frames < 150);
  const segments = await media.closeRoom("four");
  assert.deepEqual(
    segments.map(({ memberId }) => memberId),
    [...names].sort(),
  );
});

test("a worker that drains takes no new room and keeps those it has", async () => {
  const clients = await call("staying");
  await media.drain();
  await assert.rejects(enter("new", "agent", new RoomClient("late")), { reason: "unavailable" });
  const before = clients[0]!.received.frames;
  await talk(clients, 1000);
  assert.ok(clients[0]!.received.frames > before + 10);
});

test("a full disk stops the recording, never the call; with space it is recorded again", async (t) => {
  const disk = makeSmallDisk("8m");
  if (!disk) return t.skip(cannotMount);
  t.after(() => disk.remove());
  const log = { warn: () => {}, info: () => {} };
  const full = await startMediaWorkers({
    count: 1,
    folder: disk.path,
    address: "127.0.0.1",
    port: 0,
    keyOf: () => key.toString("hex"),
    log,
  });
  t.after(() => full.stop());
  const troubles: MediaEvent[] = [];
  full.listen((event) => void (event.type === "chunk" || event.type === "state" || troubles.push(event)));
  const clients = ["agent", "applicant"].map((name) => new RoomClient(`full-${name}`));
  open.push(...clients);
  for (const [seat, client] of clients.entries())
    await client.join((offer) => full.join("full", `m${seat}`, offer, 1, { seat }));
  await talk(clients, 2500);
  disk.fill();
  await talk(clients, 4000);
  const seen = clients.map(({ received }) => received.frames);
  assert.ok(troubles.some(({ type }) => type === "recording-failed"));
  await talk(clients, 1500);
  for (const [at, client] of clients.entries()) assert.ok(client.received.frames > seen[at]! + 20, "the call goes on");
  disk.free();
  await talk(clients, 5000);
  const segments = await full.closeRoom("full");
  for (const member of ["m0", "m1"]) {
    const own = segments.filter(({ memberId }) => memberId === member);
    assert.ok(own.length >= 2, `${member}: ${own.length} segments`);
    assert.ok(own.at(-1)!.bytes > 50_000, "recorded again");
  }
  assert.equal(troubles.filter(({ type }) => type === "worker-lost").length, 0);
});

test("the same over IPv6, on a worker's one port", async (t) => {
  const v6 = join(folder, "v6");
  const log = { warn: () => {}, info: () => {} };
  const keyOf = () => key.toString("hex");
  const other = mediaWorkers({ count: 1, folder: v6, address: "::1", port: 0, keyOf, log });
  t.after(() => other.stop());
  // Doors open before the workers run: who is early waits for them.
  const early = other.join("early", "m0", "not an offer", 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await other.start();
  await assert.rejects(early, { reason: "offer-unusable" });
  const clients = ["agent", "applicant"].map((name) => new RoomClient(`v6-${name}`, { rtc: { bindAddress: "::1" } }));
  open.push(...clients);
  for (const [seat, client] of clients.entries())
    await client.join(async (offer) => {
      const answer = await other.join("v6", `m${seat}`, offer, 1);
      assert.match(answer, /a=candidate:\S+ \d UDP \d+ ::1 \d+ typ host/i);
      return answer;
    });
  const heard = () => clients.every((client) => client.received.frames > 10);
  for (let turn = 0; turn < 10 && !heard(); turn++) await talk(clients, 1000);
  assert.ok(heard(), clients.map(({ received }) => received.frames).join());
});
