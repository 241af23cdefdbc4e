import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingTermsOf } from "../../../src/catalog/catalog-reads.ts";
import { setBookingTerms } from "../../../src/catalog/set-booking-terms.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { ours } from "../../kit/authorities.ts";
import { openShop } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { sitDown } from "../../kit/watch-story.ts";
import { createWorld } from "../../kit/world.ts";

async function open() {
  const world = await createWorld();
  const { ctx } = world;
  const shop = await openShop(ctx);
  const app = await openDoor(ctx, [
    (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
  ]);
  const person = async (role: "manager" | "auditor", cpf: Cpf) => {
    const email = `${role}-${shop.raId}@ar.example`;
    const { agentId: id } = await createAgent(ctx, {
      ...{ raId: shop.raId, name: "Carla Dias", cpf, email, roles: [role] },
      by: "installation",
    });
    const who: AgentPrincipal = { kind: "agent", id, raId: shop.raId, cpf, name: "Carla Dias", roles: [role] };
    const page = visitor(app);
    page.keep({ confere_agente: await sitDown(ctx, who) });
    return { who, page };
  };
  return {
    ...world,
    shop,
    manager: await person("manager", "39053344705" as Cpf),
    auditor: await person("auditor", "16899535009" as Cpf),
    async [Symbol.asyncDispose]() {
      await app.close();
      await world.close();
    },
  };
}

const path = "/office/produtos/e-cpf-a1-12/agendamento";

test("a product's booking terms: refusals beside their fields, kept, and sold by from then on", async () => {
  await using story = await open();
  const { ctx, clock, shop, manager } = story;
  const { page } = manager;
  await page.open("/office/produtos/e-cpf-a1-12");
  assert.match(page.page.text, new RegExp(`href="${path}"`));
  await page.open(path);
  assert.match(page.page.text, /Em branco: 0, a regra geral\.[\s\S]*Em branco: 30, a regra geral\./);
  assert.match(page.page.text, /uma videoconferência das 10h ocupa o agente das 10h às 10h30/);
  const bad = { slot: "20", before: "61", after: "-1", notice: "1,5", horizon: "0" };
  await page.send(path, bad);
  assert.equal(page.page.status, 422);
  assert.deepEqual(page.errors(), [
    "Escolha a duração.",
    "Digite de 0 a 60 minutos.",
    "Digite de 0 a 60 minutos.",
    "Digite de 0 a 43.200 minutos (30 dias), ou deixe em branco.",
    "Digite de 1 a 365 dias, ou deixe em branco.",
  ]);
  assert.match(page.page.text, /name="before"[^>]*value="61"/, "what was typed stays");
  await page.send(path, { slot: "15", before: "10", after: "", notice: "120", horizon: "2" });
  assert.match(page.page.text, /O que já está marcado não muda/);
  assert.match(page.page.text, /das 09h45 às 10h15/);
  const [terms] = await bookingTermsOf(ctx.db, [shop.productId]);
  assert.deepEqual(
    [terms?.slotMinutes, terms?.pauseBeforeMinutes, terms?.pauseAfterMinutes, terms?.noticeMinutes, terms?.horizonDays],
    [15, 10, 0, 120, 2],
  );
  const slots = await findSlots(ctx.db, { productIds: [shop.productId] }, clock.now());
  assert.equal(slots[0]?.startsAt.toISOString(), "2026-11-23T15:00:00.000Z", "two hours from now");
  assert.ok(slots.at(-1)!.startsAt <= new Date("2026-11-25T13:00:00Z"), "two days ahead");
  // Back to the rule pack's numbers by leaving the fields empty; the shelf keeps its own form.
  await page.send(path, { slot: "30", before: "0", after: "0", notice: "", horizon: " " });
  const [usual] = await bookingTermsOf(ctx.db, [shop.productId]);
  assert.deepEqual([usual?.noticeMinutes, usual?.horizonDays], [null, null]);
  await page.open("/office/produtos/e-cpf-a1-12");
  await page.send("/office/produtos/e-cpf-a1-12", { price: "100,00" });
  assert.equal((await bookingTermsOf(ctx.db, [shop.productId]))[0]?.slotMinutes, 30);
});

test("who may not: the auditor reads, another product is not found, the use case refuses too", async () => {
  await using story = await open();
  const { ctx, shop, auditor } = story;
  await auditor.page.open(path);
  assert.match(auditor.page.page.text, /Agenda aberta por 30 dias/);
  assert.doesNotMatch(auditor.page.page.text, /name="before"/);
  assert.equal((await auditor.page.request("POST", path, { slot: "15" })).status, 403);
  assert.equal((await auditor.page.request("GET", "/office/produtos/nao-ha/agendamento")).status, 404);
  const terms = { productId: shop.productId, slotMinutes: 15, pauseBeforeMinutes: 0, pauseAfterMinutes: 0 };
  const sound = { ...terms, noticeMinutes: null, horizonDays: null };
  await assert.rejects(setBookingTerms(ctx, { terms: sound, by: auditor.who }), { code: "not-allowed" });
  const unsound = { ...sound, pauseAfterMinutes: 61 };
  await assert.rejects(setBookingTerms(ctx, { terms: unsound, by: "installation" }), { code: "booking-terms-invalid" });
});
