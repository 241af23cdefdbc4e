import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { appointmentsOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { refused } from "../../kit/refused.ts";
import { maria, placedOrder, readyDraft } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch } from "../../kit/watch-story.ts";

/** The whole site; Maria has paid and sits at 11:00 in Brasília, 14:00 UTC. */
async function open(agents = 2) {
  const story = await openWatch(agents);
  const { ctx } = story;
  const app = await openDoor(ctx, routesOf(facesOf(ctx)));
  const browse = (accessToken?: string) => {
    const guest = visitor(app);
    if (accessToken) guest.keep({ confere_pedido: accessToken });
    return guest;
  };
  return {
    ...story,
    browse,
    base: `/pedido/${story.order.number}`,
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
}

const at = "2026-11-24T15:00:00.000Z";
test("changing a time shows from and to, asks once, and says the new time", async () => {
  await using story = await open();
  const { browse, base, order, ctx, run, parcels } = story;
  const page = browse(order.accessToken);
  await page.open(`${base}/horario?dia=2026-11-24`);
  await page.send(`${base}/horario`, { horario: at });
  assert.equal(page.heading(), "Confirma o novo horário?");
  assert.match(page.page.text, /De<[\s\S]*23 de novembro[\s\S]*às 11h[\s\S]*Para<[\s\S]*24 de novembro[\s\S]*às 12h/);
  const stands = async () => (await appointmentsOf(ctx.db, order.orderId)).filter(({ status }) => status === "booked");
  assert.equal((await stands())[0]!.startsAt.toISOString(), "2026-11-23T14:00:00.000Z", "nothing changed yet");
  await run();
  assert.ok(!parcels.some(({ subject }) => subject.startsWith("Novo horário")));
  const [seen] = await stands();
  await page.send(`${base}/horario/mudanca`);
  assert.equal(page.page.path, `${base}?horario=mudado`);
  assert.match(page.page.text, /role="status"[\s\S]*Horário mudado[\s\S]*24 de novembro[\s\S]*às 12h/);
  assert.deepEqual(
    (await stands()).map(({ startsAt }) => startsAt.toISOString()),
    [at],
  );
  await page.open(base);
  assert.doesNotMatch(page.page.text, /Horário mudado/, "said once, not for ever");
  // The page of before, sent again, or for another time than was seen.
  const again = await page.request("POST", `${base}/horario/mudanca`, { horario: at, de: seen!.id });
  assert.equal(again.location, `${base}?horario=mudado`, "done already");
  const stale = { horario: "2026-11-24T16:00:00.000Z", de: seen!.id };
  const other = await page.request("POST", `${base}/horario/mudanca`, stale);
  assert.equal(other.status, 409);
  assert.match(other.text, /O horário mudou enquanto esta página estava aberta/);
  await page.open(`${base}/horario/mudanca?horario=${encodeURIComponent(at)}`);
  assert.equal(page.page.path, `${base}/horario`, "to the time it is: nothing to confirm");
  assert.equal((await stands())[0]!.calendarSequence, 1);
});

test("race: the button pressed twice changes the time once", async () => {
  await using story = await open();
  const { order, ctx } = story;
  const [booked] = (await appointmentsOf(ctx.db, order.orderId)).filter(({ status }) => status === "booked");
  const change = { orderId: order.orderId, startsAt: new Date(at), by: holderOf(order.orderId), insteadOf: booked!.id };
  const moved = await Promise.all([1, 2, 3].map(() => rescheduleAppointment(ctx, change)));
  assert.equal(new Set(moved.map(({ id }) => id)).size, 1);
  assert.equal((await appointmentsOf(ctx.db, order.orderId)).length, 2);
  const otherTime = { ...change, startsAt: new Date("2026-11-24T16:00:00Z") };
  await assert.rejects(rescheduleAppointment(ctx, otherTime), refused("appointment-changed"));
});

test("a lost session: number and CPF lead back to the page, with the time that was chosen", async () => {
  await using story = await open();
  const { browse, base, order } = story;
  const page = browse(order.accessToken);
  await page.open(`${base}/horario?dia=2026-11-24`);
  page.forget();
  page.keep({ confere_pedido: "" });
  await page.send(`${base}/horario`, { horario: at });
  assert.equal(page.heading(), "Abrir meu pedido");
  assert.match(page.page.text, /Para continuar de onde parou/);
  await page.send("/pedido", { documento: "529.982.247-25" });
  assert.match(page.page.path, new RegExp(`^${base}/horario\\?`));
  assert.match(page.page.text, /O horário que você tinha escolhido<[\s\S]*24 de novembro[\s\S]*às 12h/);
  assert.match(page.page.text, new RegExp(`<input[^>]*value="${at}"[^>]*checked`), "and stays ticked among the others");
  await page.send(`${base}/horario`);
  assert.equal(page.heading(), "Confirma o novo horário?");
  // Lost again at the last press: back to the same question.
  page.keep({ confere_pedido: "" });
  await page.send(`${base}/horario/mudanca`);
  await page.send("/pedido", { documento: "529.982.247-25" });
  assert.equal(page.heading(), "Confirma o novo horário?");
  await page.send(`${base}/horario/mudanca`);
  assert.match(page.page.text, /Horário mudado/);
});

test("a lost session whose time went to somebody else meanwhile says so; a foreign link leads to the order's own page", async () => {
  await using story = await open(1);
  const { browse, base, order, ctx, shop, ear, run } = story;
  const taken = await placedOrder(ctx, shop.productId, { ...maria, cpf: "39053344705" as typeof maria.cpf }, ear, run);
  await holdSlot(ctx, { orderId: taken.orderId, startsAt: new Date(at), by: holderOf(taken.orderId) });
  const page = browse();
  const wanted = `${base}/horario?horario=${encodeURIComponent(at)}`;
  await page.open(`/pedido?depois=${encodeURIComponent(wanted)}`);
  await page.send("/pedido", { documento: "529.982.247-25" });
  assert.match(page.page.text, /O horário que você tinha escolhido não está mais livre/);
  for (const depois of ["https://evil.example/", `//evil.example${base}`, `${base}/../../desk`, `/\\evil.example`]) {
    const answer = await browse().request("POST", "/pedido", {
      numero: order.number,
      documento: "529.982.247-25",
      depois,
    });
    assert.equal(answer.location, base, depois);
  }
});

test("a draft without its cookie says what to do, whether it exists or not", async () => {
  await using story = await open();
  const { browse, ctx, shop, ear, run } = story;
  const { orderId } = await readyDraft(ctx, shop.productId, maria, ear, run);
  const stranger = browse();
  const [known, unknown] = [
    await stranger.request("GET", `/comprar/${orderId}/horario`),
    await stranger.request("GET", "/comprar/01900000-0000-7000-8000-000000000001/horario"),
  ];
  assert.deepEqual([known.status, unknown.status, known.text === unknown.text], [404, 404, true]);
  assert.match(known.text, /Esta compra não está aberta neste aparelho\.[\s\S]*comece de novo/);
  assert.match(known.text, /href="\/#certificados"[\s\S]*href="\/pedido"/);
  const sent = await stranger.request("POST", `/comprar/${orderId}/horario`, { horario: at });
  assert.match(sent.text, /Esta compra não está aberta neste aparelho/);
});

const tokenIn = (browser: { cookie(): string }) => /confere_pedido=([^;]*)/.exec(browser.cookie())?.[1] ?? "";
const lookup = { numero: "", documento: "529.982.247-25", depois: "" };

describe("the token of a browser", () => {
  let story: Awaited<ReturnType<typeof open>>;
  before(async () => {
    story = await open();
  });
  after(() => story[Symbol.asyncDispose]());

  test("whoever planted a token in a browser gains nothing by what is opened there; only tokens of ours open anything", async () => {
    const { browse, base, order, ctx, ear, run, shop } = story;
    const form = { ...lookup, numero: order.number };
    const opens = async (token: string, path = base) => (await browse(token).request("GET", path)).status === 200;
    // A token of the attacker's own, one that we never made, and that of a browser which had the order already.
    const own = await readyDraft(ctx, shop.productId, { ...maria, cpf: "39053344705" as typeof maria.cpf }, ear, run);
    for (const planted of [own.accessToken, "A".repeat(43), order.accessToken]) {
      const victim = browse(planted);
      await victim.open("/pedido");
      await victim.send("/pedido", form);
      assert.equal(victim.page.path, base);
      const token = tokenIn(victim);
      assert.notEqual(token, planted);
      assert.ok(await opens(token));
      if (planted !== order.accessToken) assert.equal(await opens(planted), false, planted);
      if (planted === own.accessToken)
        assert.ok(await opens(token, `/comprar/${own.orderId}/dados`), "the draft goes along");
      // A second press left with the token of before: it opens the same, and the one of before ends soon.
      const again = browse(planted);
      await again.request("POST", "/pedido", form);
      assert.ok(await opens(tokenIn(again)));
      story.clock.advance({ minutes: 2 });
      assert.equal(await opens(planted), false);
      assert.ok(await opens(token));
    }
    // A purchase is started, and a contact confirmed, with a planted token.
    const { accessToken } = await readyDraft(ctx, shop.productId, maria, ear, run);
    const buyer = browse(accessToken);
    const started = await buyer.request("POST", "/comprar", { produto: "e-cpf-a1-12" });
    assert.match(started.location, /^\/comprar\//);
    assert.ok(await opens(tokenIn(buyer), started.location));
    assert.equal(await opens(accessToken, started.location), false);
  });

  test("a letter's link keeps its mark through the look-up, fills the number in, and drops it at the order's page", async () => {
    const { browse, base, order, parcels } = story;
    const paid = parcels.find(({ text }) => text.includes(`${base}?carta=`));
    const [, link = ""] = new RegExp(`(${base}\\?carta=[0-9a-f]{20})`).exec(paid?.text ?? "") ?? [];
    assert.ok(link, "the letter's address is marked");
    for (let i = 0; i < 7; i++)
      await browse().request("POST", "/pedido", { ...lookup, numero: order.number, documento: "111.444.777-35" });
    const page = browse();
    await page.open(link);
    assert.equal(page.heading(), "Abrir meu pedido");
    assert.match(page.page.text, new RegExp(`value="${order.number}"`));
    await page.send("/pedido", { documento: "529.982.247-25" });
    assert.equal(page.page.path, base);
    const stranger = browse();
    await stranger.open("/pedido");
    await stranger.send("/pedido", { ...lookup, numero: order.number });
    assert.equal(stranger.page.status, 429, "this address has used its tries up");
    story.clock.advance({ minutes: 16 });
  });

  test("leaving ends it in the database: a copy of the cookie opens nothing", async () => {
    const { browse, base, order } = story;
    const page = browse(order.accessToken);
    await page.open("/pedido");
    await page.send("/pedido", { ...lookup, numero: order.number });
    const copy = tokenIn(page);
    await page.open(base);
    await page.send("/pedido/sair");
    for (const token of [copy, order.accessToken])
      assert.match((await browse(token).request("GET", base)).location, /^\/pedido\?depois=/);
  });

  test("under https every cookie has the prefix that no other host can set, and no other name is read", async (t) => {
    const { base, order } = story;
    const publicUrl = "https://certificados.ar.example";
    const certificateFolders = [`${publicUrl}/ac`, `${publicUrl}/ac/2`] as const;
    const ctx = { ...story.ctx, config: { ...story.ctx.config, publicUrl, certificateFolders } };
    const app = await openDoor(ctx, routesOf(facesOf(ctx)));
    t.after(() => app.close());
    const guest = visitor(app);
    const given = await guest.request("POST", "/pedido", { ...lookup, numero: order.number });
    assert.match(
      String(given.headers["set-cookie"]),
      /__Host-confere_pedido=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax/,
    );
    assert.equal((await guest.request("GET", base)).status, 200);
    const planted = visitor(app);
    planted.keep({ confere_pedido: tokenIn(guest) });
    assert.match((await planted.request("GET", base)).location, /^\/pedido\?depois=/);
    const gone = await guest.request("POST", "/pedido/sair", {});
    assert.match(String(gone.headers["set-cookie"]), /^__Host-confere_pedido=; .*Path=\/; .*Secure/);
  });

  test("“este aparelho não é meu”: no lasting cookie, closed with the tab, three hours at most", async () => {
    const { browse, base, order, clock } = story;
    const enter = async () => {
      const page = browse();
      await page.open("/pedido");
      const kept = await page.request("POST", "/pedido", { ...lookup, numero: order.number, emprestado: "sim" });
      assert.doesNotMatch(String(kept.headers["set-cookie"]), /Max-Age|Expires/);
      await page.open(base);
      assert.match(page.page.text, /borrowed-island/);
      const is = async () => (await page.request("GET", base)).status === 200;
      const tab = (estado: string) => page.request("POST", "/pedido/aba", { estado });
      return { page, is, tab };
    };
    const closed = await enter();
    assert.equal((await closed.tab("fechada")).status, 204);
    clock.advance({ seconds: 29 });
    assert.ok(await closed.is(), "a page follows a page");
    clock.advance({ seconds: 1 });
    assert.equal(await closed.is(), false);
    await closed.tab("aberta");
    assert.equal(await closed.is(), false, "too late");
    const walking = await enter();
    await walking.tab("fechada");
    await walking.tab("aberta");
    clock.advance({ hours: 2 });
    assert.ok(await walking.is());
    clock.advance({ hours: 1 });
    assert.equal(await walking.is(), false);
    // Nothing of this touches an own device.
    const own = browse();
    await own.open("/pedido");
    await own.send("/pedido", { ...lookup, numero: order.number });
    assert.doesNotMatch(own.page.text, /borrowed-island/);
    await own.request("POST", "/pedido/aba", { estado: "fechada" });
    assert.equal((await own.request("POST", "/pedido/aba", { estado: "talvez" })).status, 422);
    clock.advance({ hours: 4 });
    assert.equal((await own.request("GET", base)).status, 200);
  });
});
