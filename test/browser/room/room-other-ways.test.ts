import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { bundleForPage, launchChromium, until } from "../kit/chromium.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

const phone = { viewport: { width: 360, height: 740 }, bypassCSP: true };

describe("the room by other ways: by text alone, with a phone as camera, from another device, over a thin line", () => {
  let browser: Browser;
  let story: RoomStory;
  let agent: Page;
  let applicant: Page;
  let camera: Page;
  const address = () => `${story.url}/pedido/${story.order.number}/sala`;

  before(async () => {
    let script: string;
    [browser, story, script] = await Promise.all([
      launchChromium(),
      createRoomStory({ demo: true }),
      bundleForPage("test/browser/kit/room-agent-page.ts"),
    ]);
    agent = await (await contextFor("confere_agente")).newPage();
    await agent.goto(`${story.url}/health?sala=${story.room.id}`);
    await agent.addScriptTag({ content: script });
    applicant = await (await contextFor("confere_pedido")).newPage();
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function contextFor(cookie: keyof RoomStory["cookies"] | undefined): Promise<BrowserContext> {
    const context = await browser.newContext(phone);
    if (cookie) await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    return context;
  }
  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
  const send = (message: Parameters<Window["agent"]["send"]>[0]) =>
    agent.evaluate((one) => window.agent.send(one), message);
  const heard = (type: string) => agent.evaluate((one) => window.agent.heard.filter((m) => m.type === one), type);

  test("a deaf holder does the act by text alone, with the keyboard: every word comes as text, every answer goes as text", async () => {
    await applicant.goto(address());
    await heading(applicant, "Tudo certo");
    await press(applicant, "Ingressar agora");
    await heading(applicant, "Você é o próximo");
    await agent.evaluate(() => window.agent.join());
    await send({ type: "admit" });
    await press(applicant, "Desligar microfone");
    await press(applicant, "Concordo com a gravação");
    const text = "Diga seu nome completo e a data de hoje.";
    await send({ type: "step", number: 2, total: 6, title: "Apresentação", text });
    await heading(applicant, "2 de 6 · Apresentação");
    await send({ type: "say", text });
    await applicant.locator("#sala-falas").getByText(text).waitFor();
    await press(applicant, "Vou responder por texto");
    await applicant.getByLabel("Escreva ao agente").fill("Maria da Silva, 24 de novembro");
    await applicant.keyboard.press("Enter");
    const answers = async () =>
      (await heard("said")).flatMap((m) => (m.type === "said" && m.line.by === "applicant" ? [m.line.text] : []));
    await until("both answers at the desk", async () => (await answers()).length === 2);
    assert.deepEqual(await answers(), ["Vou responder por texto", "Maria da Silva, 24 de novembro"]);
    assert.deepEqual(await faultsOf(applicant), []);
    await takePictures(applicant, "room-text");
  });

  test("a pause says why and when it is over; the step stays", async () => {
    await send({ type: "pause", reason: "O sistema pediu uma conferência." });
    await applicant.getByText("O agente fez uma pausa: O sistema pediu uma conferência.").first().waitFor();
    assert.match((await applicant.locator("#sala-urgente").textContent())!, /fez uma pausa/);
    assert.deepEqual(await faultsOf(applicant), []);
    await takePictures(applicant, "room-pause");
    await send({ type: "resume" });
    await applicant.locator("#sala-pausa").waitFor({ state: "hidden" });
    await heading(applicant, "2 de 6 · Apresentação");
  });

  test("the phone reads a code, becomes the document camera, takes the document's picture and nothing of the face", async () => {
    await applicant.getByText("Usar o celular para mostrar o documento").click();
    await press(applicant, "Mostrar o código");
    const code = applicant.locator("#celular-codigo");
    await code.waitFor();
    await takePictures(applicant, "room-phone-code");
    camera = await (await contextFor(undefined)).newPage();
    await camera.goto((await code.getAttribute("data-url"))!.replace(/^https?:\/\/[^/]+/, story.url));
    await press(camera, "Usar este celular");
    await heading(camera, "Este celular mostra o documento");
    assert.deepEqual(await faultsOf(camera), []);
    await press(camera, "Ligar a câmera");
    await camera.getByText("O agente vê esta câmera.").first().waitFor();
    await takePictures(camera, "camera");
    await applicant.getByText("O celular está conectado.").waitFor();
    await until("the phone's picture at the desk", () => agent.evaluate(() => window.agent.lanes?.includes(1)));
    await send({ type: "ask-still", kind: "document-front" });
    await camera
      .getByText(/Foto enviada/)
      .first()
      .waitFor();
    assert.equal(await applicant.getByText(/Foto enviada/).count(), 0);
    await send({ type: "ask-still", kind: "face" });
    await applicant
      .getByText(/Foto enviada/)
      .first()
      .waitFor({ timeout: 20_000 });
    const stills = await stillsOf(story.ctx.db, story.room.id);
    assert.deepEqual(stills.map(({ kind }) => kind).sort(), ["document-front", "face"]);
    const again = await (await contextFor(undefined)).newPage();
    await again.goto((await code.getAttribute("data-url"))!.replace(/^https?:\/\/[^/]+/, story.url));
    await again.getByText("Este código já foi usado ou venceu.").waitFor();
  });

  test("another device takes over at the same step; the first says so and may take it back", async () => {
    const other = await (await contextFor("confere_pedido")).newPage();
    await other.goto(address());
    await heading(other, "2 de 6 · Apresentação");
    await heading(applicant, "A sala está aberta em outro lugar");
    assert.deepEqual(await faultsOf(applicant), []);
    await takePictures(applicant, "room-elsewhere");
    assert.equal(await other.getByRole("button", { name: "Concordo com a gravação" }).isVisible(), false);
    await press(applicant, "Usar este aparelho");
    await heading(applicant, "2 de 6 · Apresentação");
    await heading(other, "A sala está aberta em outro lugar");
    await other.context().close();
  });

  test("under 150 kbit/s the picture becomes a still every two seconds, told in words; the voice stays; back with the line", async () => {
    const line = await applicant.context().newCDPSession(applicant);
    await line.send("Network.enable");
    const shape = (uploadThroughput: number) => {
      const conditions = {
        offline: false,
        latency: 40,
        downloadThroughput: -1,
        uploadThroughput,
        packetQueueLength: 10,
      };
      return line.send("Network.emulateNetworkConditions", conditions);
    };
    await shape(90_000 / 8);
    // Chromium shapes the sockets that are opened from now on.
    await applicant.reload();
    await until("the words", () => applicant.getByText("A internet está lenta.").first().isVisible(), 90_000);
    await takePictures(applicant, "room-thin");
    const thin = async () => (await heard("line")).findLast((m) => m.type === "line" && m.of === "applicant");
    await until("the desk to know", async () => {
      const last = await thin();
      return last?.type === "line" && last.thin === true && last.soundOut;
    });
    const frames = () => agent.evaluate(() => window.agent.frames());
    const before = await frames();
    await until("a still", async () => (await frames()) > before, 30_000);
    const start = await frames();
    await new Promise((resolve) => setTimeout(resolve, 8000));
    const came = (await frames()) - start;
    assert.ok(came >= 1 && came <= 12, `${came} frames in 8 s`);
    await shape(-1);
    await until("the picture to be back", async () => !(await applicant.locator("#sala-linha").isVisible()), 90_000);
    const again = await frames();
    await until("moving frames", async () => (await frames()) > again + 20, 20_000);
  });
});
