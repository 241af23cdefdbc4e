import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { keepAtDesk } from "../../../src/people/sign-in/keep-at-desk.ts";
import { openSitting } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, sitDown } from "../../kit/watch-story.ts";

const password = "uma frase longa e boa";

/** An agent at the desk of the whole site, which locks after five minutes. */
async function open() {
  const sitting = await openSitting({ deskLockMinutes: 5 });
  const { ctx, agent, media } = sitting;
  const app = await openDoor(ctx, routesOf(facesOf(ctx, media)));
  const desk = visitor(app);
  desk.keep({ confere_agente: await sitDown(ctx, agent) });
  /** What the page asks by itself, as a browser marks it. */
  const look = async (url = "/desk/atividade") => {
    const headers = { cookie: desk.cookie(), "sec-fetch-dest": "empty", accept: "application/json" };
    return app.inject({ url, headers });
  };
  const state = async () => (await look()).json<{ state: string }>().state;
  const send = (url: string, form: Record<string, string>) =>
    app.inject({
      method: "POST",
      url,
      headers: {
        cookie: desk.cookie(),
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: new URLSearchParams(form).toString(),
    });
  return {
    ...sitting,
    app,
    desk,
    look,
    state,
    send,
    async [Symbol.asyncDispose]() {
      await app.close();
      await sitting.world.close();
    },
  };
}

test("five minutes without a hand lock the desk, whatever its pages look for; the password opens the very page", async () => {
  await using story = await open();
  const { clock, desk, look, state, send, roomId } = story;
  const page = `/desk/atendimento/${roomId}?pagina=1`;
  await desk.open(page);
  for (let minute = 1; minute < 5; minute++) {
    clock.advance({ minutes: 1 });
    assert.equal((await look("/desk")).statusCode, 200);
    assert.equal((await look("/desk/avisos")).statusCode, 200);
    assert.equal(await state(), "whole");
  }
  clock.advance({ minutes: 1 });
  assert.equal(await state(), "locked", "looks are no activity");
  assert.equal((await desk.request("POST", `/desk/atendimento/${roomId}/inicio`, {})).status, 401, "nothing acts");
  const hand = await send("/desk/atividade", {});
  assert.deepEqual([hand.statusCode, hand.json<{ code: string }>().code], [401, "desk-locked"], "nor opens it");
  await desk.open(page);
  assert.equal(desk.heading(), "A mesa foi bloqueada");
  assert.match(desk.page.text, /Agente 111, ninguém mexeu aqui/);
  assert.doesNotMatch(desk.page.text, /Maria da Silva/, "nobody reads what was open");
  await desk.send("/desk/desbloquear", { password: "outra frase qualquer" });
  assert.equal(desk.page.status, 422);
  const beside = ["A senha atual não confere. Digite de novo a senha que você usa hoje."];
  assert.deepEqual(desk.errors(), beside, "beside the one field there is, and of nothing else");
  assert.equal(await state(), "locked");
  await desk.open(page);
  await desk.send("/desk/desbloquear", { password });
  assert.equal(desk.page.path, page);
  assert.match(desk.page.text, /Maria da Silva/);
  assert.equal(await state(), "whole");
});

test("a hand at the page keeps it open, a running call too; a call opens nothing that is locked", async () => {
  await using story = await open();
  const { ctx, clock, state, send, agent } = story;
  for (let minute = 0; minute < 12; minute += 4) {
    clock.advance({ minutes: 4 });
    assert.equal((await send("/desk/atividade", {})).statusCode, 204);
  }
  assert.equal(await state(), "whole");
  for (let minute = 0; minute < 45; minute += 3) {
    clock.advance({ minutes: 3 });
    await keepAtDesk(ctx, { agentIds: [agent.id] });
  }
  assert.equal(await state(), "whole", "forty-five minutes of a call, without a touch");
  clock.advance({ minutes: 5 });
  await keepAtDesk(ctx, { agentIds: [agent.id] });
  assert.equal(await state(), "locked");
});

test("signed in again over the page, in words and without leaving it", async () => {
  await using story = await open();
  const { ctx, clock, agent, desk, state, send, look, app } = story;
  const { email } = await ctx.db
    .selectFrom("agents")
    .select("email")
    .where("id", "=", agent.id)
    .executeTakeFirstOrThrow();
  clock.advance({ minutes: 5 });
  assert.equal((await send("/desk/desbloquear", { password: "errada mesmo" })).statusCode, 422);
  assert.equal((await send("/desk/desbloquear", { password })).statusCode, 204);
  assert.equal(await state(), "whole");
  clock.advance({ hours: 13 });
  assert.equal(await state(), "none", "a session ends");
  assert.equal((await look("/desk")).statusCode, 401);
  const wrong = await send("/desk/entrar", { email, password: "errada mesmo" });
  assert.equal(wrong.statusCode, 422);
  assert.equal(wrong.json<{ title: string }>().title, "E-mail ou senha não conferem.");
  const right = await send("/desk/entrar", { email, password });
  assert.equal(right.statusCode, 204);
  desk.keep(Object.fromEntries(right.cookies.map(({ name, value }) => [name, value])));
  assert.equal(await state(), "whole");
  assert.ok(app);
});
