import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { proofingJobs } from "../../../src/proofing/proofing-jobs.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { freePort } from "../kit/product.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

describe("the call at the desk, by single keys", () => {
  let browser: Browser;
  let story: RoomStory;
  let desk: Page;
  let holder: Page;

  before(async () => {
    const port = await freePort();
    [browser, story] = await Promise.all([
      launchChromium(),
      createRoomStory(
        { demo: true, publicUrl: `http://localhost:${port}` },
        { port, domains: { proofing: proofingJobs }, routes: (ctx) => [(app) => deskPages(app, { ctx })] },
      ),
    ]);
    const content = await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#86a" } })
      .jpeg()
      .toBuffer();
    const files = [{ name: "rg-frente.jpg", content, kind: "identity" }];
    const { orderId } = story.room;
    await receiveUpload(story.ctx, { orderId, files, by: holderOf(orderId) });
    await startProofing(story.ctx, { roomId: story.room.id, by: story.agent });
    desk = await (await contextFor("confere_agente", 1280)).newPage();
    holder = await (await contextFor("confere_pedido", 360)).newPage();
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function contextFor(cookie: keyof RoomStory["cookies"], width: number): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
    await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    context.setDefaultTimeout(60_000);
    return context;
  }

  test("admit, then t sends the step's text and the holder answers by text", async () => {
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await holder.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
    await press(holder, "Ingressar agora");
    await desk.goto(`${story.url}/desk/atendimento/${story.room.id}`);
    await desk.getByRole("button", { name: "Admitir" }).click();
    await desk.locator("#pausa").waitFor();
    const step = (await desk.locator("#roteiro li.now .say").textContent())!;
    await desk.locator("#titular").click();
    await desk.keyboard.press("t");
    await holder.locator("#sala-falas").getByText(step.slice(0, 40)).waitFor();
    await press(holder, "Sim");
    await desk.locator("#conversa").getByText(/Sim$/).waitFor();
  });

  test("? lists the keys, Escape closes; turned off they do nothing", async () => {
    await desk.keyboard.press("?");
    const list = desk.getByRole("dialog", { name: "Teclas do atendimento" });
    await list.waitFor();
    assert.deepEqual(await faultsOf(desk), []);
    await takePictures(desk, "desk-keys");
    await desk.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
    await desk.getByLabel("Teclas", { exact: true }).uncheck();
    await desk.locator("#titular").click();
    await desk.keyboard.press("?");
    assert.equal(await list.isVisible(), false);
    await desk.getByLabel("Teclas", { exact: true }).check();
  });

  test("+ and − enlarge the sent page and the live picture together, and both are looked at in the same place", async () => {
    await desk.locator("#titular").click();
    const views = () =>
      desk.evaluate(() =>
        [...document.querySelectorAll(".zoomable")].map((view) => ({
          scale: Math.round((10 * view.scrollWidth) / view.clientWidth) / 10,
          across: Math.round((100 * view.scrollLeft) / Math.max(1, view.scrollWidth - view.clientWidth)),
          down: Math.round((100 * view.scrollTop) / Math.max(1, view.scrollHeight - view.clientHeight)),
        })),
      );
    for (const _ of [1, 2]) await desk.keyboard.press("+");
    assert.deepEqual(
      (await views()).map(({ scale }) => scale),
      [2, 2],
    );
    await desk.evaluate(() => {
      const live = document.querySelector(".zoomable.live")!;
      live.scrollTo((live.scrollWidth - live.clientWidth) / 2, live.scrollHeight);
    });
    await until("the page to follow", async () => {
      const [page, live] = await views();
      return live!.across > 40 && Math.abs(page!.across - live!.across) <= 2 && Math.abs(page!.down - live!.down) <= 2;
    });
    for (const _ of [1, 2, 3]) await desk.keyboard.press("-");
    assert.deepEqual(
      (await views()).map(({ scale }) => scale),
      [1, 1],
    );
  });

  test("p pauses with a reason that the holder reads, p again ends it; the microphone is as before", async () => {
    await desk.locator("#titular").click();
    await desk.keyboard.press("p");
    await desk.keyboard.type("Vou buscar a segunda via.");
    await desk.keyboard.press("Enter");
    await holder.getByText("O agente fez uma pausa: Vou buscar a segunda via.").first().waitFor();
    const sounds = () =>
      desk.evaluate(() => {
        const { srcObject } = document.getElementById("eu") as HTMLVideoElement;
        return (srcObject as MediaStream).getAudioTracks().some((track) => track.enabled);
      });
    await until("silence of the agent", async () => !(await sounds()));
    await takePictures(desk, "desk-pause");
    assert.deepEqual(await faultsOf(desk), []);
    await desk.locator("#titular").click();
    await desk.keyboard.press("p");
    await holder.locator("#sala-pausa").waitFor({ state: "hidden" });
    await until("the agent's voice", sounds);
  });

  test("another person in the picture is ticked, and ticked off, each with its time", async () => {
    await desk.getByRole("button", { name: "Há outra pessoa na imagem" }).click();
    await desk.getByRole("button", { name: "A outra pessoa saiu da imagem" }).click();
    await desk.getByRole("button", { name: "Há outra pessoa na imagem" }).waitFor();
    const acts = (await readChain(story.ctx.db, `order:${story.room.orderId}`)).map(({ act }) => act);
    assert.deepEqual(
      acts.filter((act) => act.startsWith("company.")),
      ["company.seen", "company.gone"],
    );
    await desk.locator("#caso").getByText("Outra pessoa na imagem").waitFor();
  });

  const kept = () => stillsOf(story.ctx.db, story.room.id);
  const trouble = () => desk.locator("#chamada-problema").textContent();
  /** Where the line has just stood for a moment the desk says why nothing came, and a person presses again. */
  async function capture(presses: number, isOver: () => Promise<boolean>): Promise<void> {
    await desk.locator("#titular").click();
    for (let tries = 0; tries < 4 && !(await isOver()); tries++) {
      for (let pressed = 0; pressed < presses; pressed++) await desk.keyboard.press("1");
      await until("an answer", async () => (await isOver()) || (await trouble()) !== "", 75_000);
    }
    assert.ok(await isOver(), `the desk says: ${await trouble()}`);
  }

  test("a picture that cannot be sent is told at the desk, in words that stay", async () => {
    await holder.route("**/stills/*", (route) => route.abort());
    await capture(1, async () => (await trouble()) === "A foto do rosto não saiu. Capture de novo.");
    await takePictures(desk, "desk-still-failed");
    await holder.unroute("**/stills/*");
    assert.deepEqual(await kept(), []);
  });

  test("two presses of a capture are one picture", async () => {
    await capture(3, async () => (await kept()).length > 0);
    // The holder's page took what it was asked for; nothing more is under way.
    await holder
      .locator("#sala-foto")
      .getByText(/^Foto enviada/)
      .waitFor();
    assert.equal((await kept()).length, 1);
  });

  test("an interpreter is invited at the desk, and the agent sees and hears them", async () => {
    await press(desk, "Convidar intérprete");
    await desk.getByLabel("Nome de quem interpreta").fill("Íris Libras");
    await takePictures(desk, "desk-interpreter");
    await press(desk, "Criar o convite");
    const address = desk.getByLabel("Envie este endereço ao intérprete");
    const link = await until("the invitation's address", () => address.inputValue());
    assert.deepEqual(await faultsOf(desk), []);
    await press(desk, "Fechar");
    const guests = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    await guests.grantPermissions(["camera", "microphone"], { origin: story.url });
    const guest = await guests.newPage();
    await guest.goto(link);
    await press(guest, "Entrar como intérprete");
    const awaited = desk.getByText("Íris Libras está na página do intérprete, sem imagem nem som na chamada.");
    await awaited.waitFor();
    await takePictures(desk, "desk-awaits-interpreter");
    await press(guest, "Ingressar agora");
    await desk.getByText("Intérprete: Íris Libras").waitFor();
    await until("the interpreter's picture and voice", () =>
      desk.evaluate(() => {
        const video = document.getElementById("interprete") as HTMLVideoElement;
        const tracks = (video.srcObject as MediaStream | null)?.getTracks() ?? [];
        const live = tracks.filter((track) => !track.muted).map(({ kind }) => kind);
        const both = live.includes("audio") && live.includes("video");
        return !video.muted && both && video.getVideoPlaybackQuality().totalVideoFrames > 5;
      }),
    );
    await awaited.waitFor({ state: "hidden" });
    await takePictures(desk, "desk-with-interpreter");
    await guests.close();
    await desk.locator("#interprete-quadro").waitFor({ state: "hidden" });
  });

  test("a second window takes the call: the first says so over its whole width, and takes it back with what was typed", async () => {
    await desk.locator("#gravacao[data-state=on]").waitFor();
    await desk.locator("#text").fill("Um momento, por favor");
    const second = await desk.context().newPage();
    await second.goto(`${story.url}/desk/atendimento/${story.room.id}`);
    const over = desk.locator("#outra-janela");
    await over.waitFor();
    assert.equal((await over.boundingBox())?.width, desk.viewportSize()?.width);
    assert.equal(
      await desk.locator("#gravacao").getAttribute("data-state"),
      "idle",
      "the light of the recording is off",
    );
    assert.equal(await desk.evaluate(() => (document.getElementById("eu") as HTMLVideoElement).srcObject), null);
    assert.deepEqual(await faultsOf(desk), []);
    await takePictures(desk, "desk-other-window");
    await desk.bringToFront();
    await press(desk, "Continuar aqui");
    await second.locator("#outra-janela").waitFor();
    await desk.locator("#gravacao[data-state=on]").waitFor();
    assert.equal(await desk.locator("#text").inputValue(), "Um momento, por favor");
    await second.close();
  });

  test("a session that ends in mid-call is signed in again over it: the act goes through and the call never stops", async () => {
    await desk.locator("#gravacao[data-state=on]").waitFor();
    await desk.locator("#text").fill("Fique na linha");
    await story.ctx.db.deleteFrom("agent_sign_ins").execute();
    // The page looks by itself too, every 15 s: its dialog may be quicker than a hand.
    await desk.getByRole("button", { name: "Há outra pessoa na imagem" }).dispatchEvent("click");
    const dialog = desk.getByRole("dialog", { name: "Sua sessão terminou" });
    await dialog.waitFor();
    assert.equal(await desk.locator("#gravacao").getAttribute("data-state"), "on");
    assert.deepEqual(await faultsOf(desk), []);
    await takePictures(desk, "desk-signed-out-in-call");
    await dialog.getByLabel("E-mail").fill(story.account.email);
    await dialog.getByLabel("Senha").fill("não é esta senha");
    await dialog.getByRole("button", { name: "Continuar" }).click();
    await dialog.getByText(/E-mail ou senha não conferem/).waitFor();
    await dialog.getByLabel("Senha").fill(story.account.password);
    await dialog.getByRole("button", { name: "Continuar" }).click();
    await desk.getByRole("button", { name: "A outra pessoa saiu da imagem" }).waitFor();
    assert.equal(await desk.locator("#text").inputValue(), "Fique na linha");
    assert.equal(await desk.locator("#gravacao").getAttribute("data-state"), "on");
  });
});
