import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { WebSocket } from "ws";
import { usualLimits } from "../../../src/faces/body-watch.ts";
import { signInPages } from "../../../src/faces/desk/account/sign-in-pages.ts";
import { newCounts, openDoor } from "../../../src/faces/door.ts";
import { type DoorName, doorOf, openEntrance } from "../../../src/faces/entrance.ts";
import { doorRoutes } from "../../../src/faces/routes.ts";
import { freePort } from "../../browser/kit/product.ts";
import { facesOf } from "../../kit/watch-story.ts";
import { createWorld } from "../../kit/world.ts";

test("slowed down at one door, an address is slowed down at the next", async () => {
  await using door = await createWorld();
  const counted = newCounts();
  const routes = [(scope: FastifyInstance) => signInPages(scope, { ctx: door.ctx })];
  const [first, second] = [
    await openDoor(door.ctx, routes, usualLimits, counted),
    await openDoor(door.ctx, routes, usualLimits, counted),
  ];
  for (let n = 0; n < 600; n++) await first.inject({ url: "/desk/entrar", remoteAddress: "203.0.113.7" });
  assert.equal((await second.inject({ url: "/desk/entrar", remoteAddress: "203.0.113.7" })).statusCode, 429);
  assert.equal((await second.inject({ url: "/desk/entrar", remoteAddress: "203.0.113.8" })).statusCode, 200);
  await Promise.all([first.close(), second.close()]);
});

test("every route stands behind the door that its address leads to", async () => {
  await using door = await createWorld();
  const deps = facesOf(door.ctx);
  for (const name of Object.keys(doorRoutes) as DoorName[]) {
    const urls = new Set<string>();
    const app = await openDoor(
      door.ctx,
      doorRoutes[name](deps).map((add) => (scope) => {
        scope.addHook("onRoute", ({ url }) => void urls.add(url));
        return add(scope);
      }),
    );
    await app.close();
    assert.ok(urls.size > 10, `${name} has ${urls.size} routes`);
    for (const url of urls) assert.equal(doorOf(url), name, url);
  }
});

test("the entrance answers for its health at once, and opens a door for the first who asks for it", async () => {
  await using door = await createWorld();
  const tries: DoorName[] = [];
  const entrance = openEntrance(door.ctx, async (name) => {
    tries.push(name);
    if (name === "staff" && tries.length === 1) throw new Error("the secret of the house");
    return openDoor(door.ctx, [
      (scope) => signInPages(scope, { ctx: door.ctx }),
      (scope) => {
        scope.post("/eco", async (request) => request.body);
        scope.get("/api/eco", { websocket: true }, (socket) => {
          socket.on("message", (words) => socket.send(String(words)));
        });
      },
    ]);
  });
  const port = await freePort();
  await entrance.listen({ port, host: "127.0.0.1" });
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);

  for (const [path, method] of Object.entries({ "/health": "GET", "/health/?x": "HEAD" })) {
    const { status, headers } = await at(path, { method });
    assert.deepEqual(
      [status, headers.get("x-content-type-options"), headers.get("cache-control")],
      [200, "nosniff", "no-store"],
    );
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
    assert.ok(headers.get("x-request-id"));
  }
  assert.deepEqual(tries, []);

  const closed = await at("/desk/entrar");
  const words = await closed.text();
  assert.equal(closed.status, 500);
  assert.ok(words.includes(closed.headers.get("x-request-id")!) && !/secret/.test(words), words);
  const together = await Promise.all([at("/desk/entrar"), at("/desk/entrar")]);
  assert.deepEqual(
    together.map(({ status }) => status),
    [200, 200],
  );
  assert.deepEqual(tries, ["staff", "staff"]);

  const body = JSON.stringify({ text: "á".repeat(100_000) });
  const headers = { "content-type": "application/json" };
  const echoed = await at("/eco", { method: "POST", headers, body });
  assert.equal(JSON.stringify(await echoed.json()), body, "what is sent while a door opens is not lost");

  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/eco`);
  socket.on("open", () => socket.send("olá"));
  const [reply] = (await once(socket, "message")) as [Buffer];
  assert.equal(String(reply), "olá");
  const left = once(socket, "close");
  await entrance.close();
  await left;
  await assert.rejects(at("/health"));
});

test("what one network may hold open is counted at the entrance, before a door is opened", async () => {
  await using world = await createWorld();
  const limits = { ...usualLimits, connections: 2, isExempt: () => false };
  const entrance = openEntrance(world.ctx, () => assert.fail("nobody asked for a door"), limits);
  const port = await freePort();
  await entrance.listen({ port, host: "127.0.0.1" });
  const lines = [0, 1, 2].map(() => connect(port, "127.0.0.1").on("error", () => {}));
  const open = () => lines.map(({ closed }) => !closed);
  for (let n = 0; n < 100 && open().every(Boolean); n++) await sleep(20);
  assert.deepEqual(open(), [true, true, false]);
  await entrance.close();
});
