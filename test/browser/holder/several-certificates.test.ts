import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "../kit/chromium.ts";
import { answers, draftOf, type HolderSite, inspector, openHolderSite, press, tabTo } from "../kit/holder-site.ts";

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 } };
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

let browser: Browser;
let place: HolderSite;

const bakery = { cnpj: "12ABC34501DE35", empresa: "Padaria Sol" };

async function untilTimes(page: Page, cpf: string): Promise<void> {
  await page.goto(`${place.url}/certificados/e-cpf-a1-12`);
  await page.click("text=Comprar e-CPF A1");
  for (const [name, value] of Object.entries({ ...answers, cpf })) await page.fill(`#${name}`, value);
  await page.click("text=Continuar");
  for (const channel of ["email", "phone"] as const) {
    await page.fill("#codigo", await place.codeOf(draftOf(page), channel));
    await page.click("text=Continuar");
  }
}

describe("several certificates in one purchase, in Chromium", () => {
  before(async () => {
    place = await openHolderSite();
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await place.close();
  });

  for (const [size, options, cpf] of [
    ["360", phone, "52998224725"],
    ["1280", desk, "11144477735"],
  ] as const)
    test(`buys three, chains three times, pays once, three panels, at ${size} px`, async () => {
      const context = await browser.newContext({ ...options, bypassCSP: true });
      const page = await context.newPage();
      const inspect = inspector(page, size);
      await untilTimes(page, cpf);
      await page.click("text=Reservar este horário >> nth=0");
      await inspect("check one");
      await page.click("text=Adicionar outro certificado");
      await inspect("basket one");
      await page.click("text=Adicionar e-CNPJ A1");
      await inspect("company");
      await page.click("text=Continuar");
      await inspect("company errors");
      for (const [name, value] of Object.entries(bakery)) await page.fill(`#${name}`, value);
      await page.click("text=Continuar");
      await page.click("text=Adicionar e-CPF A1");
      await inspect("basket three");
      await page.click("text=Continuar");
      await inspect("check three");
      await page.click("text=Alterar horários");
      await inspect("times three");
      await page.locator('input[name="horario"][type="radio"]').nth(3).check();
      await page.locator(".stay .button").click();
      await page.check("#titular");
      await page.check("#termos");
      await page.click("text=Fazer os 3 pedidos");
      await inspect("payment three");
      const numbers = [...new Set((await page.locator("main").innerText()).match(/CERTI\d{10}/g))];
      assert.equal(numbers.length, 3);
      await page.click("text=Pagar agora");
      await place.run();
      for (const [i, number] of numbers.entries()) {
        await page.goto(`${place.url}/pedido/${number}`);
        await inspect(`panel ${i + 1}`);
        const text = await page.locator("main").innerText();
        assert.match(text, /Pedidos da mesma compra/);
        assert.equal(text.match(/^Marcado$/gm)?.length, 3 + 1, "three in the purchase and this order's own task");
      }
      await page.click("text=e-CNPJ A1, 12 meses de Padaria Sol");
      assert.equal(page.url(), `${place.url}/pedido/${numbers[1]}`);
      await inspect("panel of the company");
      await context.close();
    });

  test("script off and keyboard alone: one added, one taken out, a day without a chain told", async () => {
    const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
    const page = await context.newPage();
    await untilTimes(page, "12345678909");
    await press(page, 'a[href$="/certificados"]');
    await press(page, 'form:has(input[value="e-cpf-a1-12"]) .button');
    assert.match((await page.locator("h1").textContent()) ?? "", /Seus 2 certificados/);
    await press(page, 'form[action$="/remocao"] .button');
    assert.match((await page.locator("h1").textContent()) ?? "", /Seu certificado/);
    await press(page, 'form:has(input[value="e-cpf-a1-12"]) .button');
    await press(page, ".actions .button");
    await page.goto(`${page.url()}?dia=2027-02-01`);
    assert.match(
      await page.locator("main").innerText(),
      /Não há 2 horários livres seguidos em segunda-feira, 1 de fevereiro/,
    );
    await press(page, ".next-step .button");
    for (const box of ["#titular", "#termos"]) {
      await tabTo(page, box);
      await page.keyboard.press("Space");
    }
    await press(page, 'form[action$="/conferir"] .button');
    assert.match((await page.locator("h1").textContent()) ?? "", /Pague R\$/);
    await context.close();
  });
});
