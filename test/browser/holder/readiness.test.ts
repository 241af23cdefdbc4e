import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { readinessOf } from "../../../src/rooms/readiness/readiness-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

describe("the readiness passport", () => {
  let story: RoomStory;
  let browser: Browser;

  before(async () => {
    [browser, story] = await Promise.all([launchChromium(), createRoomStory({ demo: true })]);
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function openTest(options: { userAgent?: string; camera?: boolean } = {}): Promise<Page> {
    const { userAgent, camera = true } = options;
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      bypassCSP: true,
      ...(userAgent ? { userAgent } : {}),
    });
    await context.addCookies([{ name: "confere_pedido", value: story.cookies.confere_pedido, url: story.url }]);
    if (camera) await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    const page = await context.newPage();
    if (!camera)
      await page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      });
    await page.goto(`${story.url}/pedido/${story.order.number}/teste`);
    return page;
  }
  const heading = (page: Page, name: string | RegExp, timeout = 30_000) =>
    page.getByRole("heading", { level: 1, name }).waitFor({ timeout });
  const found = (page: Page, check: string) => page.locator(`#achado-${check}`);

  test("by keyboard through every check; the score is kept and the order's page knows it; axe finds nothing", async () => {
    const page = await openTest();
    await takePictures(page, "readiness-start");
    assert.deepEqual(await faultsOf(page), []);
    await press(page, "Começar o teste");
    await heading(page, "Você é ouvido?");
    await takePictures(page, "readiness-voice");
    await heading(page, "Você ouve?");
    await press(page, "Tocar as notas");
    await press(page, /^Ouvi$/);
    await heading(page, "Seu documento aparece?");
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "readiness-document");
    await press(page, "Estou mostrando");
    await page
      .getByText(/Mais perto|Parado|Mostre o documento e segure/)
      .first()
      .waitFor();
    // Chromium on a computer without a battery reports one that is full and charging.
    await heading(page, /Terminando|pronto|melhorar|não serve/);
    await heading(page, /pronto|melhorar|não serve/);
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "readiness-end");
    const passport = await until("the passport", () => readinessOf(story.ctx.db, story.order.orderId));
    const { findings } = passport;
    assert.equal(findings.camera?.verdict, "good");
    assert.equal(findings.speaker?.verdict, "good");
    assert.equal(findings.udp?.verdict, "good");
    assert.match(findings.lineUp!.value, /bit\/s/);
    assert.ok(findings.light && findings.microphone && findings.noise && findings.echo && findings.document);
    await page.getByText(`Nota ${passport.score} de 100`).waitFor();
  });

  test("where UDP is blocked the network is named, with its cure", async () => {
    const page = await openTest();
    // A network that lets no UDP through: neither side ever hears of an address of the other.
    const without = (sdp: string) => sdp.replaceAll(/a=candidate:.*\r\n/g, "");
    await page.route("**/line-probe", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const { offer } = route.request().postDataJSON() as { offer: string };
      const response = await route.fetch({ postData: JSON.stringify({ offer: without(offer) }) });
      const { answer } = (await response.json()) as { answer: string };
      return route.fulfill({ response, json: { answer: without(answer) } });
    });
    await press(page, "Começar o teste");
    await until("the finding", async () => (await found(page, "udp").getAttribute("data-verdict")) === "bad", 40_000);
    assert.match((await found(page, "udp").textContent())!, /Use os dados do celular ou outra rede/);
  });

  test("refused permission: the steps of this browser; no camera is a finding", async () => {
    const page = await openTest({ camera: false });
    await press(page, "Começar o teste");
    await page.getByText("Ligue Câmera e Microfone.").waitFor();
    assert.equal(await found(page, "camera").getAttribute("data-verdict"), "bad");
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "readiness-blocked");
  });

  test("inside another app the way out stands on top", async () => {
    const userAgent =
      "Mozilla/5.0 (Linux; Android 14; SM-A145M; wv) AppleWebKit/537.36 Version/4.0 Chrome/140.0 Mobile Safari/537.36 Instagram 300";
    const page = await openTest({ userAgent });
    const out = page.getByRole("link", { name: "Abrir no Chrome" });
    await out.waitFor();
    assert.match(
      (await out.getAttribute("href"))!,
      /^intent:\/\/localhost:\d+\/pedido\/.*package=com\.android\.chrome/,
    );
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "readiness-in-app");
  });

  test("the line test is for the order's own browser, bounded, and one at a time", async () => {
    const base = `${story.url}/api/v1/orders/${story.order.number}`;
    const cookie = `confere_pedido=${story.cookies.confere_pedido}`;
    const json = { "content-type": "application/json" };
    const stranger = await fetch(`${base}/line-probe/bytes`);
    assert.equal(stranger.status, 401);
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${base}/${path}`, { ...init, headers: { cookie, ...(init.headers ?? {}) } });
    assert.equal((await (await ask("line-probe/bytes?bytes=1000")).arrayBuffer()).byteLength, 1000);
    assert.equal((await ask("line-probe/bytes?bytes=9999999")).status, 422);
    const big = {
      method: "POST",
      body: new Uint8Array(2_000_000),
      headers: { "content-type": "application/octet-stream" },
    };
    assert.equal((await ask("line-probe/bytes", big)).status, 413);
    const nonsense = { method: "POST", body: JSON.stringify({ offer: "v=0" }), headers: json };
    assert.equal((await ask("line-probe", nonsense)).status, 422);
    assert.equal((await ask("line-probe", { method: "DELETE" })).status, 204);
    const lie = {
      method: "POST",
      body: JSON.stringify({ findings: { soul: { verdict: "good", value: "" } } }),
      headers: json,
    };
    assert.equal((await ask("readiness", lie)).status, 422);
  });
});
