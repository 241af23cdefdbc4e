import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { proofingJobs } from "../../../src/proofing/proofing-jobs.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { answerDevices, endTrack, gateDevices } from "../kit/device-gate.ts";
import { freePort } from "../kit/product.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

type Kind = "audio" | "video";
const gone = { name: "NotFoundError", message: "Requested device not found" };

describe("cameras and microphones: chosen on the way, watched in the call", () => {
  let browser: Browser;
  let story: RoomStory;
  let holder: Page;
  let desk: Page;

  before(async () => {
    const port = await freePort();
    [browser, story] = await Promise.all([
      launchChromium(["--use-fake-device-for-media-stream=device-count=3"]),
      createRoomStory(
        { demo: true, publicUrl: `http://localhost:${port}` },
        { port, domains: { proofing: proofingJobs }, routes: (ctx) => [(app) => deskPages(app, { ctx })] },
      ),
    ]);
    await startProofing(story.ctx, { roomId: story.room.id, by: story.agent });
    holder = await (await contextFor("confere_pedido", 360)).newPage();
    desk = await (await contextFor("confere_agente", 1280)).newPage();
    for (const page of [holder, desk]) await gateDevices(page);
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function contextFor(cookie: keyof RoomStory["cookies"], width: number): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport: { width, height: width === 360 ? 740 : 800 },
      bypassCSP: true,
    });
    await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    context.setDefaultTimeout(30_000);
    return context;
  }

  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
  /** Which device a page's own stream comes from, by its name. */
  const inUse = (page: Page, video: string, kind: Kind) =>
    page.evaluate(([id, which]) => window.gate.live(id, which)?.label, [video, kind] as const);
  const trackId = (page: Page, video: string, kind: Kind) =>
    page.evaluate(([id, which]) => window.gate.live(id, which)?.id, [video, kind] as const);
  const uses = (page: Page, video: string, kind: Kind, label: string) =>
    until(`${video} to come from ${label}`, async () => (await inUse(page, video, kind)) === label);
  const names = (page: Page, kind: Kind) => page.locator(`#aparelho-${kind} option`).allTextContents();
  const frames = (page: Page, video: string) =>
    page.evaluate(
      (id) => (document.getElementById(id) as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
      video,
    );
  async function moves(page: Page, video: string): Promise<void> {
    const start = await frames(page, video);
    await until(`moving frames in ${video}`, async () => (await frames(page, video)) > start + 5, 20_000);
  }
  const openChoice = async (page: Page) => {
    if ((await page.locator("#aparelhos").getAttribute("open")) === null)
      await page.getByText("Trocar câmera ou microfone").click();
  };
  const notice = () => holder.locator("#aparelho-aviso");
  const toldAtDesk = () => desk.locator("#aparelho-do-titular");

  test("at the device test all three cameras are there to choose from; the choice is measured and kept", async () => {
    await holder.goto(`${story.url}/pedido/${story.order.number}/teste`);
    await press(holder, "Começar o teste");
    await heading(holder, "Você é ouvido?");
    await openChoice(holder);
    await until("three cameras", async () => (await names(holder, "video")).length === 3);
    const cameras = await names(holder, "video");
    const microphones = await names(holder, "audio");
    assert.ok(microphones.length > 1, microphones.join());
    await holder.getByLabel("Câmera", { exact: true }).selectOption({ label: cameras[1]! });
    await uses(holder, "teste-previa", "video", cameras[1]!);
    await holder.getByText(`Em uso: “${cameras[1]}”.`).waitFor();
    await holder.getByLabel("Microfone", { exact: true }).selectOption({ label: microphones.at(-1)! });
    await uses(holder, "teste-previa", "audio", microphones.at(-1)!);
    // Another microphone is heard anew, from the silence on.
    await holder.getByText("Fique em silêncio por dois segundos.").waitFor();
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "devices-choice-test");
    await heading(holder, "Você ouve?");
  });

  test("the choice of the test holds at the door, where another can be chosen, and in the lobby", async () => {
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading(holder, "Tudo certo");
    await until("the list", async () => (await names(holder, "video")).length === 3);
    const cameras = await names(holder, "video");
    const microphones = await names(holder, "audio");
    await uses(holder, "sala-previa", "video", cameras[1]!);
    await uses(holder, "sala-previa", "audio", microphones.at(-1)!);
    await openChoice(holder);
    await holder.getByLabel("Câmera", { exact: true }).selectOption({ label: cameras[2]! });
    await uses(holder, "sala-previa", "video", cameras[2]!);
    await heading(holder, "Tudo certo");
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "devices-choice-door");
    await press(holder, "Ingressar agora");
    await heading(holder, "Você é o próximo");
    await uses(holder, "sala-espera-video", "video", cameras[2]!);
    await holder.getByLabel("Câmera", { exact: true }).selectOption({ label: cameras[0]! });
    await uses(holder, "sala-espera-video", "video", cameras[0]!);
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "devices-choice-lobby");
  });

  test("in the call 'virar' reaches each camera, and the desk goes on seeing", async () => {
    await desk.goto(`${story.url}/desk/atendimento/${story.room.id}`);
    await desk.getByRole("button", { name: "Admitir" }).click();
    await heading(holder, /Você está com o agente| de \d+ · /);
    await moves(desk, "titular");
    const cameras = await names(holder, "video");
    const seen: (string | undefined)[] = [];
    for (const _ of cameras) {
      const before = await inUse(holder, "sala-propria", "video");
      await press(holder, "Virar câmera");
      await until("another camera", async () => {
        const now = await inUse(holder, "sala-propria", "video");
        return now !== undefined && now !== before;
      });
      seen.push(await inUse(holder, "sala-propria", "video"));
      // The second of Chromium's made-up cameras measures depths: no call carries its picture.
      if (seen.at(-1) !== cameras[1]) await moves(desk, "titular");
    }
    assert.deepEqual(seen.sort(), cameras.toSorted());
    assert.equal(await toldAtDesk().isVisible(), false, "a change of camera is no loss");
  });

  test("the agent chooses in the call too, and the choice holds for the next call", async () => {
    await openChoice(desk);
    const cameras = await names(desk, "video");
    assert.equal(cameras.length, 3);
    await desk.getByLabel("Câmera", { exact: true }).selectOption({ label: cameras[2]! });
    await uses(desk, "eu", "video", cameras[2]!);
    await moves(holder, "sala-agente");
    assert.deepEqual(await faultsOf(desk), []);
    await takePictures(desk, "devices-choice-desk");
    await desk.reload();
    await press(desk, "Ligar câmera e microfone");
    await uses(desk, "eu", "video", cameras[2]!);
    await moves(holder, "sala-agente");
  });

  test("a camera that ends is opened anew by itself", async () => {
    const before = await trackId(holder, "sala-propria", "video");
    await endTrack(holder, "sala-propria", "video");
    await notice().getByText("Sua câmera voltou.").waitFor();
    assert.notEqual(await trackId(holder, "sala-propria", "video"), before);
    await moves(desk, "titular");
  });

  test("one that does not open is told to both sides at once, and one button brings it back", async () => {
    await answerDevices(holder, gone);
    await endTrack(holder, "sala-propria", "video");
    await toldAtDesk().getByText("A câmera de Maria parou.").waitFor({ timeout: 3000 });
    await notice().getByText("Sua câmera parou. Não encontramos câmera.").waitFor();
    await holder.locator("#prova-imageOut[data-done=nao]").waitFor();
    assert.deepEqual(await faultsOf(holder), []);
    assert.deepEqual(await faultsOf(desk), []);
    await takePictures(holder, "devices-camera-lost");
    await takePictures(desk, "devices-camera-lost-desk");
    // A picture that is asked for now is answered in words, at once.
    await desk.locator("#titular").click();
    await desk.keyboard.press("1");
    await holder.locator("#sala-foto").getByText("a câmera parou. Abra a câmera de novo e avise.").waitFor();
    await answerDevices(holder, "open");
    await press(holder, "Abrir a câmera de novo");
    await notice().getByText("Sua câmera voltou.").waitFor();
    await toldAtDesk().waitFor({ state: "hidden" });
    await moves(desk, "titular");
    await takePictures(holder, "devices-camera-back");
  });

  test("a microphone whose cable is pulled comes back with the cable; what was switched off stays off", async () => {
    await press(holder, "Desligar microfone");
    await toldAtDesk().getByText("Maria desligou o microfone.").waitFor();
    await answerDevices(holder, gone);
    await endTrack(holder, "sala-propria", "audio");
    await toldAtDesk().getByText("O microfone de Maria parou.").waitFor();
    await notice().getByText("Seu microfone parou. Não encontramos microfone.").waitFor();
    await answerDevices(holder, "open");
    await holder.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")));
    await notice().getByText("Seu microfone voltou.").waitFor();
    await toldAtDesk().getByText("Maria desligou o microfone.").waitFor();
    assert.equal(await holder.evaluate(() => window.gate.own("sala-propria").getAudioTracks()[0]!.enabled), false);
    await press(holder, "Ligar microfone");
    await toldAtDesk().waitFor({ state: "hidden" });
  });

  test("a phone call that takes both is told on both sides; when it ends both are opened anew", async () => {
    const before = [await trackId(holder, "sala-propria", "audio"), await trackId(holder, "sala-propria", "video")];
    const hold = (held: boolean) =>
      holder.evaluate((on) => {
        for (const track of window.gate.own("sala-propria").getTracks()) window.gate.hold(track, on);
      }, held);
    await hold(true);
    await toldAtDesk().getByText("A câmera e o microfone de Maria pararam.").waitFor({ timeout: 5000 });
    await notice().getByText("Sua câmera e seu microfone pararam: o aparelho usa os dois para outra coisa").waitFor();
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "devices-held");
    await hold(false);
    await notice().getByText("Sua câmera e seu microfone voltaram.").waitFor();
    await toldAtDesk().waitFor({ state: "hidden" });
    const after = [await trackId(holder, "sala-propria", "audio"), await trackId(holder, "sala-propria", "video")];
    for (const at of [0, 1]) assert.ok(after[at] && after[at] !== before[at], "a track of its own");
    await moves(desk, "titular");
  });

  test("the agent's camera is told to the holder the same way, and opens by the agent's button", async () => {
    await answerDevices(desk, { name: "NotReadableError", message: "Could not start video source" });
    await endTrack(desk, "eu", "video");
    const told = holder.locator("#sala-aparelho-do-agente");
    await told.getByText("A câmera de Agente parou.").waitFor();
    assert.match((await holder.locator("#sala-urgente").textContent())!, /A câmera de Agente parou/);
    await desk.getByText("Sua câmera parou e não abriu de novo.").waitFor();
    await takePictures(desk, "devices-agent-lost");
    await takePictures(holder, "devices-agent-lost-holder");
    await answerDevices(desk, "open");
    await press(desk, "Abrir a câmera de novo");
    await told.waitFor({ state: "hidden" });
    await moves(holder, "sala-agente");
  });

  test("a microphone that another program held is tried again when the page is looked at", async () => {
    await answerDevices(holder, { name: "NotReadableError", message: "Could not start audio source" });
    await endTrack(holder, "sala-propria", "audio");
    await notice().getByText("Seu microfone parou e não abriu de novo.").waitFor();
    await answerDevices(holder, "open");
    await holder.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await notice().getByText("Seu microfone voltou.").waitFor();
    await toldAtDesk().waitFor({ state: "hidden" });
  });

  test("a camera that hangs while it is opened anew is not waited for without end", async () => {
    await answerDevices(holder, "never");
    await endTrack(holder, "sala-propria", "video");
    await notice().getByText("Sua câmera parou. Abrindo de novo…").waitFor();
    await notice().getByText("Sua câmera parou e não abriu de novo. Feche").waitFor({ timeout: 25_000 });
    await answerDevices(holder, "open");
    await press(holder, "Abrir a câmera de novo");
    await notice().getByText("Sua câmera voltou.").waitFor();
    await holder.evaluate(() => window.gate.release());
    await moves(desk, "titular");
  });

  test("a camera that opens no more does not take the one in use away", async () => {
    await openChoice(holder);
    const cameras = await names(holder, "video");
    const used = (await inUse(holder, "sala-propria", "video"))!;
    const other = cameras.find((name) => name !== used)!;
    await holder.evaluate((label) => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        if (stream.getVideoTracks()[0]?.label !== label) return stream;
        for (const track of stream.getTracks()) track.stop();
        throw new DOMException("Could not start video source", "NotReadableError");
      };
    }, other);
    await holder.getByLabel("Câmera", { exact: true }).selectOption({ label: other });
    await holder.getByText(`“${other}” não abriu. Continua “${used}”.`).waitFor();
    await uses(holder, "sala-propria", "video", used);
    await press(holder, "Virar câmera");
    const third = cameras.find((name) => name !== used && name !== other)!;
    await uses(holder, "sala-propria", "video", third);
    await moves(desk, "titular");
  });
});
