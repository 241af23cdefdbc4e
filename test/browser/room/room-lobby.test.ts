import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { startPaperDesk } from "../../../src/documents/papers/paper-desk.ts";
import { papersPages } from "../../../src/faces/applicant/papers/papers-pages.ts";
import { readinessOf } from "../../../src/rooms/readiness/readiness-reads.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { goodPdf, slowPdf } from "../../kit/pdf-samples.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

describe("the lobby before its hour", () => {
  let browser: Browser;
  let story: RoomStory;
  let context: BrowserContext;
  let page: Page;
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();

  before(async () => {
    [browser, story] = await Promise.all([
      launchChromium(),
      createRoomStory({ demo: true }, { routes: (ctx) => [(door) => papersPages(door, { ctx })] }),
    ]);
    context = await fresh();
    page = await context.newPage();
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });
  async function fresh(): Promise<BrowserContext> {
    const made = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    await made.addCookies([{ name: "confere_pedido", value: story.cookies.confere_pedido, url: story.url }]);
    return made;
  }
  async function notAsked(of: BrowserContext): Promise<Page> {
    const made = await of.newPage();
    await made.addInitScript(() => {
      navigator.permissions.query = () => Promise.reject(new TypeError("not told"));
    });
    return made;
  }
  const opensIn = (seconds: number) =>
    story.ctx.db
      .updateTable("rooms")
      .set({ opens_at: new Date(Date.now() + seconds * 1000) })
      .where("id", "=", story.room.id)
      .execute();

  test("early: the hour is said; the wish to enter is kept over a reload and the page knocks by itself", async () => {
    await opensIn(3600);
    // Where nothing was allowed yet the page waits for a press; this Chromium would have allowed all.
    const first = await notAsked(context);
    await first.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await first.getByRole("heading", { level: 1, name: /Sua videoconferência é às .*A sala abre às/ }).waitFor();
    assert.deepEqual(await faultsOf(first), []);
    await takePictures(first, "lobby-early");
    await press(first, "Testar câmera e microfone agora");
    await press(first, "Permitir microfone e câmera");
    await first.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
    await first.locator("#teste-internet", { hasText: "Boa." }).waitFor();
    const line = await until("the line", () => readinessOf(story.ctx.db, story.order.orderId));
    for (const check of ["lineDown", "lineUp", "udp"] as const) assert.equal(line.findings[check]?.verdict, "good");
    await takePictures(first, "lobby-tested");
    await first.close();
    await page.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading("Tudo certo");
    await page.getByLabel("Seu nome").fill("Maria Clara");
    await press(page, "Ingressar agora");
    await heading("Você entra sozinho");
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "lobby-wish");
    await page.reload();
    await heading("Você entra sozinho");
    assert.equal((await roomById(story.ctx.db, story.room.id))!.lobby, null);
    // Back when the hour has come: the page knocks before its camera gave a picture, and the short test is kept all the same.
    await page.goto("about:blank");
    await opensIn(0);
    await page.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading("Você é o próximo");
    const { lobby } = (await roomById(story.ctx.db, story.room.id))!;
    assert.equal(lobby?.displayName, "Maria Clara");
    const camera = await until("the short test", async () => {
      const passport = await readinessOf(story.ctx.db, story.order.orderId);
      return passport?.findings.camera;
    });
    assert.equal(camera.verdict, "good");
  });

  test("waiting says only what is known, at most once a minute aloud", async () => {
    await page
      .getByText(/O agente deve chamar em cerca de \d+ minutos|O agente ainda não entrou/)
      .first()
      .waitFor();
    await page.evaluate(() => {
      const box = document.getElementById("sala-polido")!;
      const record = { said: 0 };
      Object.assign(window, { record });
      new MutationObserver(() => record.said++).observe(box, { childList: true, characterData: true, subtree: true });
    });
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    const said = await page.evaluate(() => (window as unknown as { record: { said: number } }).record.said);
    assert.ok(said <= 1, `${said} announcements in 12 s`);
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "lobby-waiting");
  });

  test("papers sent from the lobby: how far they are, then the verdict of each; what is being chosen stays, and so does the place", async (t) => {
    const desk = startPaperDesk(story.ctx);
    t.after(() => desk.close());
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });
    await page
      .locator('input[name="identity.front"]')
      .setInputFiles([file("frente.pdf", goodPdf("frente")), file("pesado.pdf", slowPdf(1))]);
    await press(page, "Enviar documentos");
    await page.getByText("1 de 2 conferidos").waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "lobby-papers");
    await page.locator('input[name="identity.back"]').setInputFiles(file("verso.pdf", goodPdf("verso")));
    await page.getByText("1 arquivo não serve").waitFor({ timeout: 60_000 });
    await page.getByText("pesado.pdf:").waitFor();
    const chosen = page.locator('input[name="identity.back"]');
    assert.equal(await chosen.evaluate((input: HTMLInputElement) => input.files?.[0]?.name), "verso.pdf");
    await heading("Você é o próximo");
    await press(page, "Enviar documentos");
    await page.getByText("1 arquivo chegou").waitFor();
    await takePictures(page, "lobby-papers-sent");
  });

  test("the whole page of the call weighs at most 60 kB on the line", async () => {
    const light = await (await fresh()).newPage();
    let bytes = 0;
    light.on("requestfinished", async (request) => {
      // What the line test moves to measure the line is no part of the page.
      if (request.url().includes("/line-probe")) return;
      const { responseBodySize, responseHeadersSize } = await request.sizes();
      bytes += responseBodySize + responseHeadersSize;
    });
    await light.goto(`${story.url}/pedido/${story.order.number}/sala`, { waitUntil: "networkidle" });
    assert.ok(bytes > 5000 && bytes <= 60_000, `${bytes} bytes`);
    await light.context().close();
  });

  test("a slow line is found at the door, said with its cure, and in the passport", async () => {
    const slow = await notAsked(await fresh());
    await slow.goto(`${story.url}/pedido/${story.order.number}/sala`);
    const devtools = await slow.context().newCDPSession(slow);
    const throughput = (100 * 1000) / 8;
    await devtools.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 150,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await press(slow, "Permitir microfone e câmera");
    // Known here already, so the page goes on to the wait.
    await slow.getByText("Chegue perto do roteador").last().waitFor();
    assert.equal(await slow.locator("#espera-internet").isVisible(), true);
    const { findings } = (await readinessOf(story.ctx.db, story.order.orderId))!;
    assert.equal(findings.lineDown?.verdict, "bad");
    assert.deepEqual(await faultsOf(slow), []);
    await takePictures(slow, "lobby-slow");
    await slow.context().close();
  });
});
