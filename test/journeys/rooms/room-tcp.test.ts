import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cleanup } from "node-datachannel";
import { type MediaWorkers, startMediaWorkers } from "../../../src/media/media-workers.ts";
import { readSegments } from "../../../src/media/recording/segment-folder.ts";
import { framed } from "../../../src/media/wire/packet-frames.ts";
import { RoomClient, talk } from "../../kit/room/room-client.ts";
import { TcpWay } from "../../kit/room/tcp-way.ts";

// The TCP door of the media worker: members who come by it are in the call like others, strangers get no further than it.

let media: MediaWorkers;
let folder: string;
const workers: { port: number; tcpPort: number }[] = [];
const key = Buffer.alloc(32, 3);
const open: { close(): void }[] = [];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "confere-tcp-"));
  const log = { warn: () => {}, info: (details: object) => void workers.push(details as (typeof workers)[number]) };
  const keyOf = () => key.toString("hex");
  media = await startMediaWorkers({ count: 1, folder, address: "127.0.0.1", port: 0, tcpPort: 0, keyOf, log });
});

after(async () => {
  for (const one of open) one.close();
  await media.stop();
  rmSync(folder, { recursive: true, force: true });
  cleanup();
});

let attempts = 0;
async function byUdp(room: string, member: string): Promise<RoomClient> {
  const client = new RoomClient(`${room}-${member}`);
  open.push(client);
  await client.join((offer) => media.join(room, member, offer, ++attempts));
  return client;
}

async function byTcp(room: string, member: string, from?: string): Promise<{ client: RoomClient; way: TcpWay }> {
  const client = new RoomClient(`${room}-${member}`);
  let way: TcpWay | undefined;
  await client.join(async (offer) => {
    const answer = await media.join(room, member, offer, ++attempts, { transport: "tcp" });
    assert.equal(answer.match(/^a=candidate:/gm)?.length, 1, "the TCP candidate and no other");
    const through = await TcpWay.through(answer, from);
    way = through.way;
    return through.answer;
  });
  open.push(client, way!);
  return { client, way: way! };
}

/** Sends what a stranger sends; resolves when the door has shut, rejects when that takes longer than `ms`. */
async function shutOut(bytes: Buffer, ms: number): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port: workers[0]!.tcpPort });
  socket.on("error", () => socket.destroy());
  socket.on("data", () => assert.fail("a stranger was answered"));
  const shut = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.write(bytes);
  const late = setTimeout(() => socket.destroy(), ms);
  const begun = Date.now();
  await shut;
  clearTimeout(late);
  assert.ok(Date.now() - begun < ms, "the door stayed open");
}

const bytesOf = (room: string) => readSegments(join(folder, room), key).map(({ bytes }) => bytes);

test("one by TCP and one by UDP receive each other and are both recorded, also after a cut and a new joining", async () => {
  const agent = await byUdp("mixed", "agent");
  const { client, way } = await byTcp("mixed", "applicant");
  await talk([agent, client], 2500);
  for (const one of [agent, client]) assert.ok(one.received.frames > 40, `${one.received.frames} frames`);
  way.close();
  const again = await byTcp("mixed", "applicant");
  await talk([agent, again.client], 2500);
  assert.ok(again.client.received.frames > 40, `${again.client.received.frames} frames after the cut`);
  const segments = await media.closeRoom("mixed");
  assert.deepEqual(
    segments.map(({ memberId, number }) => `${memberId}-${number}`),
    ["agent-0", "applicant-0"],
    "the new joining goes on in the same file",
  );
  await again.way.shut(); // who left has no connection left
});

test("garbage and floods on the TCP port are shut out, and a call by TCP and UDP does not notice", async () => {
  const agent = await byUdp("flooded", "agent");
  const { client } = await byTcp("flooded", "applicant");
  await talk([agent, client], 2000);
  const before = bytesOf("flooded");
  const stun = Buffer.from("000100002112a442000000000000000000000000", "hex");
  const unknown = Buffer.concat([stun, Buffer.from("000600097a7a7a7a3a7a7a7a7a000000", "hex")]);
  const kinds = [
    Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    Buffer.alloc(70_000, 0xff),
    Buffer.alloc(4096),
    framed(stun),
    framed(unknown),
    framed(Buffer.alloc(1200, 0x80)),
    framed(Buffer.concat([stun, Buffer.from("0006ffff", "hex")])),
  ];
  const abuse = async () => {
    for (let round = 0; round < 60; round++) await Promise.all(kinds.map((bytes) => shutOut(bytes, 4000)));
  };
  await Promise.all([talk([agent, client], 5000), abuse()]);
  const grown = bytesOf("flooded");
  assert.equal(grown.length, 2);
  for (const [index, bytes] of grown.entries()) assert.ok(bytes > before[index]! + 150_000, `grew to ${bytes}`);
  assert.equal(workers.length, 1, "the worker did not die");
  await media.closeRoom("flooded");
});

test("half-open connections: sixteen of an address at once, five seconds each; another address still gets in", async () => {
  const silent: Socket[] = [];
  for (let n = 0; n < 60; n++) {
    const socket = connect({ host: "127.0.0.1", port: workers[0]!.tcpPort, localAddress: "127.0.0.3" });
    socket.on("error", () => socket.destroy());
    socket.resume();
    silent.push(socket);
  }
  const isOpen = () => silent.filter((socket) => !socket.destroyed).length;
  await pause(1000);
  assert.equal(isOpen(), 16);
  // A length without its packet is no introduction either.
  for (const socket of silent) if (!socket.destroyed) socket.write(Buffer.from([0x01]));
  const agent = await byUdp("elsewhere", "agent");
  const { client } = await byTcp("elsewhere", "applicant", "127.0.0.2");
  await talk([agent, client], 1000);
  assert.ok(client.received.frames > 10, `${client.received.frames} frames`);
  await pause(4500);
  assert.equal(isOpen(), 0);
  await media.closeRoom("elsewhere");
});

test("a member who floods its connection, or does not read it, harms nobody else and bounds what is kept for it", async () => {
  const [agent, applicant] = [await byUdp("quiet", "agent"), await byUdp("quiet", "applicant")];
  const other = await byUdp("loud", "agent");
  const { client, way } = await byTcp("loud", "applicant");
  await talk([agent, applicant, other, client], 1500);
  const before = bytesOf("quiet");
  const flood = async () => {
    const packets = [Buffer.alloc(1400, 0x90), Buffer.alloc(60, 0x16), Buffer.alloc(20), Buffer.alloc(0)];
    for (let n = 0; n < 200; n++) {
      for (let k = 0; k < 100; k++) way.tcp.write(framed(packets[k % packets.length]!));
      await pause(10);
    }
  };
  await Promise.all([talk([agent, applicant, other], 4000), flood()]);
  const grown = bytesOf("quiet");
  for (const [index, bytes] of grown.entries()) assert.ok(bytes > before[index]! + 150_000, `grew to ${bytes}`);
  way.tcp.pause();
  await talk([other], 6000);
  way.tcp.resume();
  await talk([other, client], 1500);
  assert.ok(other.received.frames > 0);
  assert.equal(workers.length, 1, "the worker did not die");
  // A length that no packet has: this connection ends, the member may join anew.
  way.tcp.write(Buffer.alloc(8, 0xff));
  await way.shut();
  const { client: back } = await byTcp("loud", "applicant");
  await talk([other, back], 1500);
  assert.ok(back.received.frames > 10, `${back.received.frames} frames`);
});
