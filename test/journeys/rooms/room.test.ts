import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import WebSocket from "ws";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { productByCode } from "../../../src/catalog/catalog-reads.ts";
import { startOrder } from "../../../src/orders/draft/start-order.ts";
import { sql } from "../../../src/platform/database.ts";
import { linesOf, roomById } from "../../../src/rooms/rooms-reads.ts";
import { writeLine } from "../../../src/rooms/sitting/write-line.ts";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { cookieHeader, socketUrl, visitRoom } from "../../kit/room/room-visitor.ts";
import { recordUntilNow } from "../../kit/sitting.ts";

let story: RoomStory;
const open: WebSocket[] = [];

type Side = "applicant" | "agent";

const address = (side: string, roomId = story.room.id) => socketUrl({ url: story.url, roomId, as: side });
const cookie = () => cookieHeader(story.cookies);

async function connect(side: Side, greet?: object) {
  const visitor = await visitRoom({ url: story.url, roomId: story.room.id, as: side, cookies: story.cookies }, greet);
  open.push(visitor.socket);
  return visitor;
}

async function refusalOf(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  return new Promise((resolve) => {
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("open", () => resolve(101));
    socket.on("error", () => {});
  });
}

const stillAddress = (nonce: string) => `${story.url}/api/v1/rooms/${story.room.id}/stills/${nonce}`;
const postStill = (nonce: string, body: Buffer, headers = {}) =>
  fetch(stillAddress(nonce), {
    method: "POST",
    headers: { "content-type": "image/jpeg", cookie: cookie(), ...headers },
    body: new Uint8Array(body),
  });

describe("the room by its protocol", () => {
  before(async () => {
    story = await createRoomStory();
  });
  after(async () => {
    for (const socket of open) socket.terminate();
    await story?.close();
  });

  test("a stranger, another order's holder and an unknown room get the same answer", async () => {
    const product = await productByCode(story.ctx.db, story.agent.raId, "e-cpf-a1-12");
    const other = await startOrder(story.ctx, { productId: product!.id });
    const foreign = { cookie: `confere_pedido=${other.accessToken}` };
    assert.equal(await refusalOf(address("applicant"), {}), 404);
    assert.equal(await refusalOf(address("applicant"), foreign), 404);
    assert.equal(await refusalOf(address("agent"), foreign), 404);
    assert.equal(
      await refusalOf(address("applicant", "0199b3a0-0000-7000-8000-000000000000"), { cookie: cookie() }),
      404,
    );
    assert.equal(await refusalOf(address("applicant", "not-a-room"), { cookie: cookie() }), 404);
    assert.equal(await refusalOf(address("owner"), { cookie: cookie() }), 404);
    assert.equal(await refusalOf(address("applicant"), { cookie: cookie(), origin: "https://evil.example" }), 403);
  });

  test("malformed, unknown, misplaced and flooding messages are refused and bounded", async () => {
    const garbage = await connect("applicant");
    await garbage.next("welcome");
    garbage.send("{not json");
    garbage.send({ type: "admit" });
    garbage.send({ type: "knock", name: "" });
    const codes = [await garbage.next("error"), await garbage.next("error"), await garbage.next("error")];
    assert.deepEqual(
      codes.map(({ code }) => code),
      ["room-message-invalid", "not-allowed", "room-message-invalid"],
    );
    assert.equal(await garbage.closed(), 1008);
    const old = await connect("applicant", { type: "hello", version: 0 });
    assert.equal((await old.next("error")).code, "room-version-unknown");
    assert.equal(await old.closed(), 1008);
    const unspoken = await connect("applicant", { type: "say", text: "antes do olá" });
    assert.equal((await unspoken.next("error")).code, "room-message-invalid");
    const flood = await connect("applicant");
    for (let n = 0; n < 70; n++) flood.send({ type: "leave" });
    assert.equal((await flood.next("error")).code, "room-flood");
    assert.equal(await flood.closed(), 1008);
  });

  test("lobby, refusal, admission, consent, text, still, put back, end", async () => {
    const agent = await connect("agent");
    assert.equal((await agent.next("welcome")).room.applicant.place, "none");
    const applicant = await connect("applicant");
    const welcome = await applicant.next("welcome");
    assert.equal(welcome.you.name, "Maria da Silva");
    assert.equal(welcome.room.state, "open");

    agent.send({ type: "admit" });
    assert.equal((await agent.next("error")).code, "room-nobody-waiting");
    applicant.send({ type: "join", offer: "v=0", attempt: 1 });
    assert.equal((await applicant.next("error")).code, "room-not-admitted");
    applicant.send({ type: "consent" });
    assert.equal((await applicant.next("error")).code, "room-not-admitted");
    agent.send({ type: "ask-still", kind: "face" });
    assert.equal((await agent.next("error")).code, "act-holder-away");

    applicant.send({ type: "knock", name: "Maria", device: { light: 120 } });
    await agent.next("room", ({ room }) => room.applicant.place === "waiting" && room.applicant.name === "Maria");
    agent.send({ type: "refuse", reason: "Tire o boné." });
    const refused = await applicant.next("room", ({ room }) => room.applicant.place === "refused");
    assert.equal(refused.room.refusal, "Tire o boné.");
    applicant.send({ type: "knock", name: "Maria" });
    await agent.next("room", ({ room }) => room.applicant.place === "waiting");

    const again = await connect("applicant");
    assert.equal((await applicant.next("error")).code, "room-occupied");
    assert.equal(await applicant.closed(), 4001);
    assert.equal((await again.next("welcome")).room.applicant.place, "waiting", "the place survives another device");

    agent.send({ type: "admit" });
    await again.next("room", ({ room }) => room.state === "in-session");
    again.send({ type: "join", offer: "v=0", attempt: 2 });
    assert.equal((await again.next("error")).code, "room-offer-unusable");
    again.send({ type: "consent" });
    assert.equal((await again.next("error")).code, "consent-unrecorded");
    await recordUntilNow(story.ctx, story.room.id);
    await agent.next("room", ({ room }) => room.recorded);
    again.send({ type: "consent" });
    await agent.next("room", ({ room }) => room.consentAt !== null);
    again.send({ type: "say", text: "Não estou ouvindo." });
    assert.equal((await agent.next("said")).line.text, "Não estou ouvindo.");
    // The answer was lost with the line: the page sends it again under its key, and it is the line it was.
    const saying = { type: "say", text: "Uma vez só.", key: randomUUID() } as const;
    again.send(saying);
    again.send(saying);
    const [one, same] = [
      await again.next("said", ({ line }) => line.key === saying.key),
      await again.next("said", ({ line }) => line.key === saying.key),
    ];
    assert.equal(one.line.id, same.line.id, "confirmed both times");
    const visitor = { member: "applicant", orderId: story.room.orderId } as const;
    const race = { roomId: story.room.id, visitor, text: "Ao mesmo tempo.", key: randomUUID() };
    const written = await Promise.all([1, 2, 3].map(() => writeLine(story.ctx, race)));
    assert.equal(new Set(written.map(({ id }) => id)).size, 1);
    const lines = (await linesOf(story.ctx.db, story.room.id)).map(({ text }) => text);
    assert.deepEqual(lines, ["Não estou ouvindo.", "Uma vez só.", "Ao mesmo tempo."]);
    agent.send({ type: "step", number: 3, total: 7, title: "Perguntas", text: "Responda em voz alta." });
    const { room: shown } = await again.next("room", ({ room }) => room.step !== null);
    assert.deepEqual(shown.step, { number: 3, total: 7, title: "Perguntas", text: "Responda em voz alta." });
    const stopped = { camera: "stopped", microphone: "live" } as const;
    again.send({ type: "devices", ...stopped });
    const { room: without } = await agent.next("room", ({ room }) => room.devices.applicant !== undefined);
    assert.deepEqual(without.devices, { applicant: stopped });
    again.send({ type: "devices", camera: "live", microphone: "live" });
    await agent.next("room", ({ room }) => room.devices.applicant === undefined);
    const alarm = await agent.next("recording", ({ ok }) => !ok);
    assert.ok(alarm.silentMs > 3000, "no media, no evidence: the desk sees the alarm");

    agent.send({ type: "ask-still", kind: "document-front" });
    assert.equal((await agent.next("error")).code, "act-holder-unrecorded");
    await recordUntilNow(story.ctx, story.room.id);
    agent.send({ type: "ask-still", kind: "document-front" });
    const lost = await again.next("still-wanted");
    again.send({ type: "still-failed", nonce: lost.nonce, why: "camera-stopped" });
    const failed = await agent.next("still-failed");
    assert.deepEqual([failed.kind, failed.why], ["document-front", "camera-stopped"], "the desk is told why");
    await recordUntilNow(story.ctx, story.room.id);
    agent.send({ type: "ask-still", kind: "document-front" });
    const { nonce } = await again.next("still-wanted");
    assert.notEqual(nonce, lost.nonce, "pressed again, it is another request");
    const jpeg = await sharp({ create: { width: 1280, height: 720, channels: 3, background: "#345" } })
      .jpeg()
      .toBuffer();
    assert.equal((await postStill("x".repeat(43), jpeg)).status, 409);
    assert.equal((await postStill(nonce, Buffer.from("no picture"))).status, 422);
    assert.equal((await postStill(nonce, jpeg, { cookie: "" })).status, 404);
    const kept = await postStill(nonce, jpeg);
    assert.equal(kept.status, 201);
    assert.equal((await postStill(nonce, jpeg)).status, 409, "a nonce is good once");
    const told = await agent.next("still-kept");
    assert.deepEqual([told.still.width, told.still.height, told.still.kind], [1280, 720, "document-front"]);
    const [still] = await stillsOf(story.ctx.db, story.room.id);
    assert.deepEqual(await story.ctx.blobs.read(story.order.orderId, still!.hash), jpeg);

    agent.send({ type: "put-back" });
    await again.next("room", ({ room }) => room.state === "open" && room.applicant.place === "waiting");
    again.send({ type: "say", text: "?" });
    assert.equal((await again.next("error")).code, "room-not-admitted");
    agent.send({ type: "admit" });
    await again.next("room", ({ room }) => room.state === "in-session");
    agent.send({ type: "end" });
    await again.next("room", ({ room }) => room.state === "ended");
    again.send({ type: "knock", name: "Maria" });
    assert.equal((await again.next("error")).code, "room-ended");
    const closed = (await roomById(story.ctx.db, story.room.id))!;
    assert.equal(closed.closedReason, "attended");
    // Nobody decided: until its time is over the room may be opened again, and its recording stays where it grew.
    const { rows } = await sql<{ at: Date }>`select start_after as at from pgboss.job
      where data->>'name' = 'rooms.store-recordings' and state = 'created'`.execute(story.ctx.db);
    assert.deepEqual(rows, [{ at: closed.diesAt }]);
    const acts = (await readChain(story.ctx.db, `order:${story.order.orderId}`)).map(({ act }) => act);
    const expected = ["room.prepared", "lobby.entered", "applicant.refused", "applicant.admitted", "consent.given"];
    for (const act of [...expected, "still.requested", "still.received", "applicant.put-back", "room.closed"])
      assert.ok(acts.includes(act), act);
  });
});
