import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { pushApi } from "../../../src/faces/api/push-api.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { sql } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { dropSubscription, keepSubscription } from "../../../src/push/keep-subscription.ts";
import { pushJobs } from "../../../src/push/push-jobs.ts";
import { roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../../src/rooms/sitting/enter-lobby.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { browserKeys, pushService } from "../../kit/push-service.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { openSitting } from "../../kit/sitting.ts";

// The push service is ours, on loopback; it opens what comes with the browser's keys (RFC 8291). No installation may call it.

async function openWaiting() {
  const sitting = await openSitting({ pushLoopback: true });
  const { world, ctx, orderId } = sitting;
  const browser = browserKeys();
  const service = await pushService(browser.open);
  const run = () => world.runJobs({ ...sitting.domains, push: pushJobs });
  const given = { endpoint: service.endpoint, ...browser.keys };
  const keep = (more: Partial<typeof given> = {}, by = holderOf(orderId)) =>
    keepSubscription(ctx, { orderId, given: { ...given, ...more }, by });
  const kept = async () => {
    const { rows } = await sql<{
      text: string;
    }>`select push_subscriptions::text as text from push_subscriptions`.execute(ctx.db);
    return rows.map(({ text }) => text);
  };
  return { ...sitting, world, browser, service, run, given, keep, kept };
}

const code = (wanted: string) => (error: unknown) => error instanceof Failure && error.code === wanted;

test("let in, the holder's browser hears it: sealed for it alone, signed by the installation, nothing personal inside", async () => {
  const { world, ctx, agent, roomId, orderId, number, service, run, keep, kept } = await openWaiting();
  await using _ = world;
  await keep();
  await keep();
  const rows = await kept();
  assert.equal(rows.length, 1, "the same browser twice is one");
  assert.doesNotMatch(rows[0]!, /127\.0\.0\.1/, "its address is sealed");
  await decideAdmission(ctx, { roomId, agent, outcome: "admitted" });
  assert.equal(service.pushed.length, 0, "nothing leaves inside the transaction");
  await run();
  const [call] = service.pushed;
  assert.equal(service.pushed.length, 1);
  assert.equal(call!.text, '{"turn":"called"}');
  const { authorization, ttl, urgency, topic, ...headers } = call!.headers;
  assert.equal(headers["content-encoding"], "aes128gcm");
  assert.deepEqual([ttl, urgency, topic], ["300", "high", "turn"]);
  assert.match(authorization!, /^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]+$/);
  const said = JSON.stringify([call!.headers, call!.path]);
  for (const personal of [number, orderId, roomId, "Maria", "529982"]) assert.ok(!said.includes(personal), personal);
  const acts = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "push.allowed");
  assert.equal(acts.length, 1);
  assert.doesNotMatch(JSON.stringify(acts), /127\.0\.0\.1/);

  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.deepEqual(await kept(), [], "the room ended, so did the consent");
  assert.equal(service.pushed.length, 1);
  await assert.rejects(keep(), code("room-ended"));
  service.close();
});

test("whose agent ends with somebody else is told to be next, and only who waits", async () => {
  const { world, ctx, agent, roomId, shop, ear, run, service, given, clock, admit } = await openWaiting();
  await using _ = world;
  await admit();
  const data = { ...maria, name: "José Souza", cpf: "39053344705" as Cpf, email: "jose@exemplo.com.br" };
  const other = await placedOrder(ctx, shop.productId, data, ear, run);
  const by = holderOf(other.orderId);
  const startsAt = new Date(clock.now().getTime() + 30 * 60_000);
  await holdSlot(ctx, { orderId: other.orderId, startsAt, by });
  await pay(ctx, other.orderId);
  await run();
  clock.advance({ minutes: 25 });
  await run();
  const room = (await roomOfOrder(ctx.db, other.orderId))!;
  await keepSubscription(ctx, { orderId: other.orderId, given, by });
  await enterLobby(ctx, { roomId: room.id, orderId: other.orderId, name: "José", deviceTest: {} });
  await run();
  assert.deepEqual(service.pushed, []);
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.deepEqual(
    service.pushed.map(({ text }) => text),
    ['{"turn":"next"}'],
  );
  // Let in and put back before the job ran: the word would be wrong by then.
  await decideAdmission(ctx, { roomId: room.id, agent, outcome: "admitted" });
  await decideAdmission(ctx, { roomId: room.id, agent, outcome: "put-back" });
  await run();
  assert.equal(service.pushed.length, 1);
  service.close();
});

test("a browser that is gone is forgotten (404, 410); a service that fails or points elsewhere changes nothing", async () => {
  const { world, ctx, agent, roomId, service, run, keep, kept } = await openWaiting();
  await using _ = world;
  await keep();
  const callAgain = async (status: number) => {
    service.answers(status);
    await decideAdmission(ctx, { roomId, agent, outcome: "admitted" });
    await run();
    await decideAdmission(ctx, { roomId, agent, outcome: "put-back" });
  };
  for (const status of [500, 429, 301, 307]) await callAgain(status);
  assert.equal((await kept()).length, 1);
  assert.equal(service.pushed.length, 4, "no redirect is followed, nothing is sent twice");
  for (const status of [404, 410]) {
    await keep();
    await callAgain(status);
    assert.deepEqual(await kept(), []);
  }
  await keep();
  service.close();
  await callAgain(201);
  assert.equal((await kept()).length, 1);
});

test("refused: addresses of our own network, keys of no browser, a fifth browser, somebody else's order", async () => {
  const { world, ctx, orderId, service, given, keep, kept } = await openWaiting();
  await using _ = world;
  for (const endpoint of ["https://10.0.0.7/x", "https://[::1]/x", "http://push.example/x", "file:///etc/passwd", "x"])
    await assert.rejects(keep({ endpoint }), code("push-refused"), endpoint);
  const offCurve = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString("base64url");
  await assert.rejects(keep({ p256dh: offCurve }), code("push-refused"));
  await assert.rejects(keep({ auth: "AAAA" }), code("push-refused"));
  await assert.rejects(keep({}, holderOf("01a2087d-ec80-7646-883f-e17dac193c01")), code("not-found"));
  const installed = { ...ctx, config: { ...ctx.config, pushLoopback: false } };
  await assert.rejects(
    keepSubscription(installed, { orderId, given, by: holderOf(orderId) }),
    code("push-refused"),
    "an installation calls no loopback",
  );
  assert.deepEqual(await kept(), []);
  for (const n of [1, 2, 3, 4]) await keep({ endpoint: `${given.endpoint}${n}` });
  await assert.rejects(keep(), code("push-refused"));
  assert.equal((await kept()).length, 4);
  const drop = (endpoint: string) => dropSubscription(ctx, { orderId, endpoint, by: holderOf(orderId) });
  await drop(`${given.endpoint}1`);
  await drop(`${given.endpoint}1`);
  assert.equal((await kept()).length, 3);
  assert.equal(
    (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "push.stopped").length,
    1,
    "taking back twice is one act",
  );
  service.close();
});

test("the door: only the order's own browser, and no more than twenty a minute", async () => {
  const { world, ctx, number, accessToken, service, given, kept } = await openWaiting();
  await using _ = world;
  const app = await openDoor(ctx, [(scope) => pushApi(scope, { ctx })]);
  const url = `/api/v1/orders/${number}/push-subscription`;
  const body = { endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } };
  const cookie = `confere_pedido=${accessToken}`;
  const ask = async (method: "POST" | "DELETE", payload: object, headers: Record<string, string> = { cookie }) =>
    (await app.inject({ method, url, payload, headers })).statusCode;
  assert.equal(await ask("POST", body, {}), 401);
  assert.equal(await ask("POST", body, { cookie, "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await ask("POST", { endpoint: 7 }), 422);
  assert.equal(await ask("POST", body), 201);
  assert.equal((await kept()).length, 1);
  assert.equal(await ask("DELETE", {}), 422);
  assert.equal(await ask("DELETE", { endpoint: given.endpoint }), 204);
  assert.deepEqual(await kept(), []);
  let refused = 0;
  for (let n = 0; n < 25; n++) if ((await ask("POST", body)) === 429) refused++;
  assert.ok(refused >= 5, `${refused} refused`);
  await app.close();
  service.close();
});
