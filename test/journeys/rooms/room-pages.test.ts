import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import type { FastifyInstance } from "fastify";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { cameraPasses } from "../../../src/faces/applicant/room/camera-passes.ts";
import { openDoor } from "../../../src/faces/door.ts";
import type { Failure } from "../../../src/platform/failures/failure.ts";
import { makeCameraPass } from "../../../src/rooms/passes/make-camera-pass.ts";
import { isCameraOf, openCameraPass } from "../../../src/rooms/passes/open-camera-pass.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { pauseRoom } from "../../../src/rooms/sitting/pause-room.ts";
import { receiveStill } from "../../../src/rooms/stills/receive-still.ts";
import { requestStill } from "../../../src/rooms/stills/request-still.ts";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { openSitting, person, recordUntilNow } from "../../kit/sitting.ts";

describe("pause and the phone as camera", () => {
  let sitting: Awaited<ReturnType<typeof openSitting>>;
  let door: FastifyInstance;

  before(async () => {
    sitting = await openSitting();
    door = await openDoor(sitting.ctx, [(app) => cameraPasses(app, { ctx: sitting.ctx })]);
  });
  after(async () => {
    await door?.close();
    await sitting?.world.close();
  });

  test("a pause needs somebody in the room and the room's own agent; it is kept with its reason until the agent is back", async () => {
    const { ctx, roomId, agent, orderId } = sitting;
    const reason = "Vou buscar outro computador.";
    await assert.rejects(pauseRoom(ctx, { roomId, agent, reason }), { code: "room-not-admitted" });
    await sitting.admit();
    const other = await person(ctx, agent.raId, "52998224725", ["agent"]);
    await assert.rejects(pauseRoom(ctx, { roomId, agent: other, reason }), { code: "not-allowed" });
    await assert.rejects(pauseRoom(ctx, { roomId: randomUUID(), agent, reason }), { code: "room-not-found" });
    await pauseRoom(ctx, { roomId, agent, reason });
    const { pause } = (await roomById(ctx.db, roomId))!;
    assert.deepEqual(pause, { reason, since: ctx.clock.now().toISOString() });
    await pauseRoom(ctx, { roomId, agent, reason: undefined });
    await pauseRoom(ctx, { roomId, agent, reason: undefined });
    assert.equal((await roomById(ctx.db, roomId))!.pause, null);
    const acts = (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
    assert.deepEqual(
      acts.filter((act) => act === "room.paused" || act === "room.resumed"),
      ["room.paused", "room.resumed"],
    );
  });

  test("a pass is for the holder's own room, one phone, ten minutes; its cookie opens the camera and nothing else", async () => {
    const { ctx, roomId, orderId, clock, accessToken } = sitting;
    await assert.rejects(makeCameraPass(ctx, { roomId, orderId: randomUUID() }), { code: "room-not-found" });
    const url = `/api/v1/rooms/${roomId}/camera-pass`;
    assert.equal((await door.inject({ method: "POST", url })).statusCode, 404);
    const made = await door.inject({ method: "POST", url, cookies: { confere_pedido: accessToken } });
    assert.equal(made.statusCode, 201);
    const { url: link, svg } = made.json() as { url: string; svg: string };
    assert.match(svg, /^<svg/);
    const pass = new URL(link).pathname;
    const opened = await door.inject({ method: "POST", url: pass });
    assert.equal(opened.headers.location, `/sala/${roomId}/camera`);
    const [cookie] = opened.cookies;
    assert.ok(await isCameraOf(ctx, roomId, cookie!.value));
    assert.equal(await isCameraOf(ctx, randomUUID(), cookie!.value), false);
    const page = await door.inject({
      method: "GET",
      url: `/sala/${roomId}/camera`,
      cookies: { confere_camera: cookie!.value },
    });
    assert.match(page.payload, /Este celular mostra o documento/);
    assert.equal((await door.inject({ method: "GET", url: `/sala/${roomId}/camera` })).statusCode, 404);
    const again = await door.inject({ method: "GET", url: pass });
    assert.equal(again.statusCode, 404);
    assert.match(again.payload, /já foi usado ou venceu/);
    const { token } = await makeCameraPass(ctx, { roomId, orderId });
    clock.advance({ minutes: 11 });
    await assert.rejects(openCameraPass(ctx, { token }), { code: "camera-pass-used" });
  });

  test("a nonce for a picture is good for a minute, in its own room and for its own holder", async () => {
    const { ctx, roomId, agent, orderId, clock } = sitting;
    const jpeg = Buffer.from("\xff\xd8\xffnever looked at", "latin1");
    await recordUntilNow(ctx, roomId);
    const { nonce } = await requestStill(ctx, { roomId, agent, kind: "face" });
    const post = { roomId, orderId, nonce, jpeg };
    await assert.rejects(receiveStill(ctx, { ...post, roomId: randomUUID() }), { code: "room-not-found" });
    await assert.rejects(receiveStill(ctx, { ...post, orderId: randomUUID() }), { code: "room-not-found" });
    await assert.rejects(receiveStill(ctx, { ...post, nonce: `${nonce}x` }), { code: "still-nonce-unknown" });
    const word = { ...post, jpeg: Buffer.from("no JPEG by its first bytes") };
    await assert.rejects(receiveStill(ctx, word), { code: "still-not-a-picture" }, "the nonce is left as it was");
    const at = await Promise.allSettled([1, 2, 3, 4].map(() => receiveStill(ctx, post)));
    assert.deepEqual(
      at.flatMap((one) => (one.status === "rejected" ? [(one.reason as Failure).code] : [])).sort(),
      ["still-nonce-unknown", "still-nonce-unknown", "still-nonce-unknown", "still-not-a-picture"],
      "one look for one nonce, whatever comes of it",
    );
    const { nonce: late } = await requestStill(ctx, { roomId, agent, kind: "face" });
    post.nonce = late;
    clock.advance({ seconds: 61 });
    await assert.rejects(receiveStill(ctx, post), { code: "still-nonce-unknown" });
    assert.deepEqual(await stillsOf(ctx.db, roomId), []);
  });

  test("an agent in another session is shown as busy", async () => {
    const { ctx, roomId, agent } = sitting;
    assert.equal((await roomById(ctx.db, roomId))!.agentIsBusy, false, "one's own session is no other");
    await decideAdmission(ctx, { roomId, agent, outcome: "put-back" });
    assert.equal((await roomById(ctx.db, roomId))!.agentIsBusy, false);
  });
});
