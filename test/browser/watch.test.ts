import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openDoor } from "../../src/faces/door.ts";
import { routesOf } from "../../src/faces/routes.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import type { Cpf } from "../../src/platform/taxpayer-id.ts";
import { blockAgenda } from "../../src/scheduling/agenda/block-agenda.ts";
import { blockDays } from "../../src/scheduling/agenda/block-days.ts";
import { setAgendaDay } from "../../src/scheduling/agenda/set-agenda-day.ts";
import { setAvailability } from "../../src/scheduling/agenda/set-agent-profile.ts";
import { setHoliday } from "../../src/scheduling/agenda/set-holiday.ts";
import { openAppointmentOf } from "../../src/scheduling/appointments/scheduling-reads.ts";
import { holdSlot } from "../../src/scheduling/booking/hold-slot.ts";
import { addCalendar } from "../../src/scheduling/calendars/add-calendar.ts";
import { maria, placedOrder } from "../kit/shop.ts";
import { facesOf, openWatch, sitDown } from "../kit/watch-story.ts";
import { launchChromium, until } from "./kit/chromium.ts";
import { faultsOf } from "./kit/room-faults.ts";

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const pictures = process.env["CONFERE_PICTURES"];

let browser: Browser;

/** A whole site at the story's clock, and windows of its people. */
async function open(agents: number) {
  const story = await openWatch(agents);
  const { ctx } = story;
  const faces = facesOf(ctx);
  const app = await openDoor(ctx, routesOf(faces));
  await app.listen({ port: 0, host: "127.0.0.1" });
  const url = `http://localhost:${(app.server.address() as AddressInfo).port}`;
  const windowOf = async (cookies: Record<string, string>, options: BrowserContextOptions) => {
    const context = await browser.newContext({ ...options, bypassCSP: true });
    await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })));
    await context.grantPermissions(["camera", "microphone"], { origin: url });
    return context.newPage();
  };
  const holder = await windowOf({ confere_pedido: story.order.accessToken }, phone);
  return {
    ...story,
    url,
    windowOf,
    holder,
    async [Symbol.asyncDispose]() {
      for (const context of browser.contexts()) await context.close();
      await app.close();
      await story.world.close();
    },
  };
}

/** What a judge would say of the page as it stands: WCAG, and nothing wider than the window. */
async function judged(page: Page, name: string): Promise<void> {
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }
  assert.deepEqual(await faultsOf(page), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} is ${wide} px wider than its window`);
}

/** Through the device test into the lobby, as a person with a camera does. */
async function waitInLobby(page: Page, url: string, number: string): Promise<void> {
  await page.goto(`${url}/pedido/${number}/sala`);
  // Devices that were allowed before open by themselves.
  await page.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
  await page.getByRole("button", { name: "Ingressar agora" }).click();
  await page.getByRole("heading", { level: 1, name: /Você é o próximo|O agente/ }).waitFor();
}

describe("appointments that look after themselves, in Chromium", () => {
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());

  test("agent late, handed over: the free agent's queue shows the holder, one button takes them in", async () => {
    await using story = await open(2);
    const { ctx, url, holder, order, at, others, room, windowOf } = story;
    await at(0);
    await waitInLobby(holder, url, order.number);
    await at(4);
    const other = await windowOf({ confere_agente: await sitDown(ctx, others[0]!) }, desk);
    await at(5);
    await holder.locator("[data-late]").waitFor();
    await judged(holder, "atraso-espera-360");
    await other.goto(`${url}/desk`);
    await judged(other, "fila-assumir-1280");
    await other.getByRole("button", { name: /Assumir/ }).click();
    await other.waitForURL(`**/desk/atendimento/${room.id}`);
    await until("the offer to vanish", async () => (await holder.locator("[data-late]").count()) === 0);
    await holder.goto(`${url}/pedido/${order.number}`);
    await holder.getByText("Outro agente assumiu o atendimento").waitFor();
    await judged(holder, "painel-assumido-360");
  });

  test("agent late, nobody free: times are offered in the lobby, one press rebooks", async () => {
    await using story = await open(2);
    const { ctx, url, holder, order, at, run, startsAt } = story;
    await at(0);
    await waitInLobby(holder, url, order.number);
    await at(5);
    const offers = holder.locator("[data-late] .offers button");
    await offers.nth(2).waitFor();
    await judged(holder, "atraso-horarios-360");
    await offers.first().focus();
    await holder.keyboard.press("Enter");
    await holder.waitForURL(`**/pedido/${order.number}?horario=mudado`);
    await run();
    const visit = (await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))!;
    assert.ok(visit.startsAt > startsAt);
    await holder.reload();
    await holder.getByText("Você escolheu outro horário").waitFor();
    await judged(holder, "painel-remarcado-360");
  });

  test("reschedule from a phone; the calendar's answer and the dates are on the panel", async () => {
    await using story = await open(1);
    const { ctx, url, holder, order, run, startsAt } = story;
    await holder.goto(`${url}/pedido/${order.number}`);
    await judged(holder, "painel-prazos-360");
    await holder.getByRole("link", { name: "Reagendar" }).click();
    await holder.getByRole("heading", { level: 1, name: "Para quando você quer mudar?" }).waitFor();
    await holder.getByRole("link", { name: /terça-feira/ }).click();
    await holder.locator('input[name="horario"][type="radio"]').nth(3).check({ force: true });
    await holder.locator("form.times").getByRole("button", { name: "Mudar para este horário" }).click();
    await holder.getByRole("heading", { level: 1, name: "Confirma o novo horário?" }).waitFor();
    await judged(holder, "mudar-horario-360");
    await holder.getByRole("button", { name: "Confirmar a mudança" }).press("Enter");
    await holder.getByRole("status").getByText("Agora está marcado para").waitFor();
    await judged(holder, "horario-mudado-360");
    await run();
    const visit = (await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))!;
    assert.notEqual(visit.startsAt.getTime(), startsAt.getTime());
    assert.equal(visit.calendarSequence, 1);
  });

  test("the hold ends while paying: said aloud before and after, the order lives, another time is held", async () => {
    await using story = await open(1);
    const { ctx, url, clock, run, ear, shop, windowOf } = story;
    const order = await placedOrder(ctx, shop.productId, { ...maria, cpf: "11144477735" as Cpf }, ear, run);
    const by = holderOf(order.orderId);
    await holdSlot(ctx, { orderId: order.orderId, startsAt: new Date("2026-11-23T18:00:00Z"), by });
    const buyer = await windowOf({ confere_pedido: order.accessToken }, phone);
    clock.advance({ minutes: 13, seconds: 30 });
    await buyer.goto(`${url}/pedido/${order.number}/pagamento`);
    await buyer
      .getByText(/Faltam 2 minutos|faltam 1:/)
      .first()
      .waitFor();
    await judged(buyer, "pagar-relogio-360");
    clock.advance({ minutes: 2 });
    await run();
    assert.equal(await openAppointmentOf(ctx.db, order.orderId, clock.now()), undefined);
    await buyer.goto(`${url}/pedido/${order.number}`);
    await buyer
      .getByText(/A reserva de segunda-feira, 23 de novembro, às 15h terminou e nada foi cobrado/)
      .first()
      .waitFor();
    await judged(buyer, "reserva-terminou-360");
    await buyer.goto(`${url}/pedido/${order.number}/horario`);
    await buyer.getByRole("button", { name: "Reservar este horário" }).first().click();
    await buyer.waitForURL(`**/pedido/${order.number}/pagamento`);
    assert.equal((await openAppointmentOf(ctx.db, order.orderId, clock.now()))?.status, "held");
  });

  test("the office: the week and the day, an appointment dragged to another agent; tasks and calendars looked at", async () => {
    await using story = await open(2);
    const { ctx, url, order, expected, others, manager, windowOf, at, knock, run } = story;
    const hour = { from: new Date("2026-11-23T15:00:00Z"), to: new Date("2026-11-23T16:00:00Z") };
    await blockAgenda(ctx, { agentId: expected.id, ...hour, reason: "médico", by: manager });
    const office = await windowOf({ confere_agente: await sitDown(ctx, manager) }, desk);
    await office.goto(`${url}/office/agenda?agente=${expected.id}`);
    await judged(office, "semana-1280");
    await office.goto(`${url}/office/agenda`);
    await judged(office, "dia-1280");
    await office.goto(`${url}/office/produtos/e-cpf-a1-12/agendamento`);
    await judged(office, "agendamento-1280");
    await office.setViewportSize({ width: 360, height: 740 });
    await judged(office, "agendamento-360");
    await office.setViewportSize({ width: 1280, height: 800 });
    await office.goto(`${url}/office/agenda`);
    const visit = (await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))!;
    const target = office.locator(`[data-agent="${others[0]!.id}"][data-start="${visit.startsAt.toISOString()}"]`);
    await office.locator("[data-move]").first().dragTo(target);
    await until("the move", async () => {
      const now = await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now());
      return now?.agentId === others[0]!.id;
    });
    const moved = await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now());
    assert.equal(moved?.startsAt.getTime(), visit.startsAt.getTime(), "where it was dropped");
    await run();
    await office.getByRole("link", { name: /Mudar/ }).first().click();
    await judged(office, "mudar-1280");
    const small = await windowOf({ confere_agente: await sitDown(ctx, expected) }, phone);
    for (const [path, name] of [
      ["/desk/agenda", "minha-agenda"],
      ["/desk/tarefas", "tarefas-vazias"],
    ] as const) {
      await small.goto(`${url}${path}`);
      await judged(small, `${name}-360`);
    }
    await at(0);
    await knock();
    for (const minutes of [5, 9, 25]) await at(minutes);
    await small.context().addCookies([{ name: "confere_agente", value: await sitDown(ctx, expected), url }]);
    await small.goto(`${url}/desk/tarefas`);
    await small.getByRole("heading", { name: /Ligar para o titular/ }).waitFor();
    await judged(small, "tarefas-360");
    await small.setViewportSize({ width: 1280, height: 800 });
    await judged(small, "tarefas-1280");
  });

  test("a person's time and the AR's holidays, on a phone and on a desk: full, empty and with what came back wrong", async () => {
    await using story = await open(2);
    const { ctx, url, expected, others, manager, windowOf } = story;
    const agentId = expected.id;
    const both = async (page: Page, path: string, name: string, before?: () => Promise<void>) => {
      for (const viewport of [phone.viewport!, desk.viewport!]) {
        await page.setViewportSize(viewport);
        await page.goto(`${url}${path}`);
        await before?.();
        await judged(page, `${name}-${viewport.width}`);
      }
    };
    const office = await windowOf({ confere_agente: await sitDown(ctx, manager) }, desk);
    await both(office, `/office/equipe/${others[0]!.id}/agenda`, "agenda-da-pessoa-vazia", async () => {
      for (const fold of await office.locator("main summary").all()) await fold.press("Enter");
    });
    await setAvailability(ctx, { agentId, away: { until: null, reason: "almoço longo" }, by: manager });
    const noon = { from: new Date("2026-11-23T13:30:00Z"), to: new Date("2026-11-23T15:00:00Z") };
    await blockAgenda(ctx, { agentId, ...noon, reason: "consulta médica", by: manager });
    const days = { agentId, fromDay: "2026-11-24", throughDay: "2026-12-18", reason: "almoço", by: manager };
    await blockDays(ctx, { ...days, daily: { opens: "12:00", closes: "13:00" } });
    await blockDays(ctx, { ...days, fromDay: "2026-12-21", throughDay: "2027-01-08", reason: "férias" });
    const event = "BEGIN:VEVENT\r\nUID:1@t\r\nDTSTART:20261124T130000Z\r\nDTEND:20261124T150000Z\r\nEND:VEVENT";
    const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:t", event, "END:VCALENDAR"].join("\r\n");
    await addCalendar(ctx, { by: expected, name: "Pessoal", source: { text } });
    const closed = { day: "2026-11-23", spans: [], reason: "folga" };
    await setAgendaDay(ctx, { agentId, exception: closed, by: manager });
    await setHoliday(ctx, { raId: manager.raId, day: "2026-11-30", name: "Aniversário da cidade", by: manager });
    await both(office, `/office/equipe/${agentId}`, "pessoa");
    await both(office, `/office/equipe/${agentId}/agenda`, "agenda-da-pessoa");
    await both(office, `/office/equipe/${agentId}/agenda`, "agenda-da-pessoa-erros", async () => {
      await office.locator("summary", { hasText: "Pausa diária" }).press("Enter");
      await office.getByRole("button", { name: "Guardar a pausa" }).press("Enter");
      await office.getByText("Falta acertar alguns pontos").waitFor();
      await office.locator("#pausa-comeca").waitFor();
    });
    await both(office, "/office/feriados", "feriados");
    const own = await windowOf({ confere_agente: await sitDown(ctx, expected) }, desk);
    await both(own, "/desk", "fila-pausada");
    await both(own, "/desk/agenda", "minha-agenda-cheia");
    await own.goto(`${url}/desk`);
    await own.getByRole("button", { name: "Voltar agora" }).press("Enter");
    await own.getByText("Você recebe novos horários").waitFor();
    await own.getByRole("link", { name: "Pausar" }).click();
    await own.getByRole("heading", { level: 2, name: "Agora" }).waitFor();
  });
});
