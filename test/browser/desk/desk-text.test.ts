import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { rulePackAt } from "../../../src/catalog/catalog-reads.ts";
import { putRulePack } from "../../../src/catalog/put-rule-pack.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { proofingJobs } from "../../../src/proofing/proofing-jobs.ts";
import { proofingOfRoom } from "../../../src/proofing/proofing-reads.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { freePort } from "../kit/product.ts";

const patienceMs = 60_000;

describe("the whole act by text alone: a deaf holder with the microphone off, an agent who never speaks", () => {
  let browser: Browser;
  let story: RoomStory;
  let desk: Page;
  let holder: Page;
  const asked: string[] = [];

  before(async () => {
    const port = await freePort();
    [browser, story] = await Promise.all([
      launchChromium(),
      createRoomStory(
        { demo: true, publicUrl: `http://localhost:${port}` },
        { port, domains: { proofing: proofingJobs }, routes: (ctx) => [(app) => deskPages(app, { ctx })] },
      ),
    ]);
    const { ctx, room, agent } = story;
    const { content } = await rulePackAt(ctx.db, agent.raId, ctx.clock.now());
    const rules = { ...content, room: { ...content.room, minSessionMinutes: 0, maxGapSeconds: 600 } };
    const validFrom = new Date(ctx.clock.now().getTime() - 1000);
    await putRulePack(ctx, { by: "installation", raId: agent.raId, name: "texto", validFrom, content: rules });
    const jpeg = await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#86a" } })
      .jpeg()
      .toBuffer();
    const files = [{ name: "rg-frente-verso.jpg", content: jpeg, kind: "identity" }];
    await receiveUpload(ctx, { orderId: room.orderId, files, by: holderOf(room.orderId) });
    await startProofing(ctx, { roomId: room.id, by: agent });
    desk = await pageOf("confere_agente", 1280);
    holder = await pageOf("confere_pedido", 360);
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function pageOf(cookie: keyof RoomStory["cookies"], width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    context.setDefaultTimeout(patienceMs);
    return context.newPage();
  }

  /** The agent's one key sends what stands in the script; the holder reads it and writes the answer. */
  async function talk(words: string, answer: string): Promise<void> {
    asked.push(words);
    await desk.locator("#roteiro").press("t");
    await holder.locator("#sala-falas li").filter({ hasText: words }).last().waitFor();
    await holder.getByLabel("Escreva ao agente").fill(answer);
    await holder.keyboard.press("Enter");
    await desk.locator("#conversa li").filter({ hasText: answer }).last().waitFor();
  }
  const stepOf = async (title: string) => {
    const open = desk.locator("#roteiro li.now").filter({ hasText: title });
    await open.waitFor();
    return (await open.locator(".say").textContent())!;
  };
  /** By the keyboard alone, both of them. */
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).press("Enter");
  /** Where the recording has just stood for a moment the desk says so and keeps the step; a person presses again. */
  async function use(title: string): Promise<void> {
    const done = desk.locator("#roteiro li.done").filter({ hasText: title });
    for (let tries = 0; tries < 4 && (await done.count()) === 0; tries++) {
      await press(desk, "Usar esta captura");
      await done.waitFor({ timeout: 8000 }).catch((error: Error) => {
        if (error.name !== "TimeoutError") throw error;
      });
    }
  }
  async function tickAll(): Promise<void> {
    for (const box of await desk.locator("#roteiro li.now [name=checks]").all()) await box.press("Space");
    await press(desk, "Concluir passo");
  }

  test("from the door to the approval every word goes and comes as text", async () => {
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await holder.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
    await holder.getByLabel("Áudio ativado").press("Space");
    await press(holder, "Ingressar agora");
    await desk.goto(`${story.url}/desk/atendimento/${story.room.id}`);
    await press(desk, "Serve");
    await press(desk, "Admitir");
    await holder.getByRole("button", { name: "Concordo com a gravação" }).waitFor();

    await talk(await stepOf("Gravação e consentimento"), "Concordo com a gravação.");
    await press(holder, "Concordo com a gravação");
    await desk.getByText(/O titular tocou em “Concordo”/).waitFor();
    await desk.getByLabel("Disse que concorda, em voz alta ou por texto").press("Space");
    await press(desk, "Concluir passo");
    await talk(await stepOf("Pessoa e ambiente"), "Estou em casa, sem mais ninguém.");
    await tickAll();
    await talk(await stepOf("Perguntas"), "Pode perguntar.");
    await press(desk, "Sortear perguntas");
    for (let position = 1; position <= 5; position++) {
      const question = desk.locator("p.question").filter({ hasText: `Pergunta ${position}:` });
      await question.waitFor();
      const words = (await question.textContent())!.replace(/^Pergunta \d+: /, "");
      await talk(words, `Resposta ${position}, por escrito.`);
      await press(desk, "Certo");
    }
    for (const [key, title] of [
      ["1", "Foto do rosto"],
      ["2", "Frente do documento"],
      ["3", "Verso do documento"],
    ] as const) {
      await talk(await stepOf(title), `Pronta para: ${title}.`);
      await desk.locator("#roteiro").press(key);
      // What the hand must do and how it went stands there to be read.
      await holder
        .locator("#sala-foto")
        .getByText(/^Foto enviada/)
        .waitFor();
      await use(title);
    }
    await talk(await stepOf("Comparação"), "Está bem.");
    await tickAll();
    await press(desk, "Aprovar");
    await desk.getByText("Outra pessoa vai conferir a gravação.", { exact: false }).waitFor();

    const { validation } = (await proofingOfRoom(story.ctx.db, story.room.id))!;
    assert.equal(validation?.outcome, "approved");
    const lines = await holder.locator("#sala-falas li").allTextContents();
    assert.equal(lines.length, asked.length * 2, "every word of the agent's has its answer, and nothing else was said");
    const silent = await holder.evaluate(() => {
      const { srcObject } = document.getElementById("sala-propria") as HTMLVideoElement;
      return (srcObject as MediaStream).getAudioTracks().every((track) => !track.enabled);
    });
    assert.ok(silent, "the microphone was off from the door on");
    await until("the approval in the call of both", () => desk.locator(".decision .card").count());
    // Opened again, the page has the lines from the server, and the room tells them once more: each stands there once.
    await desk.reload();
    await desk.locator("#linha-texto").waitFor();
    await until("the room's welcome", () =>
      desk.evaluate(() => document.querySelector("#gravacao[data-state]:not([data-state=idle])") !== null),
    );
    assert.deepEqual(await desk.locator("#conversa li").count(), lines.length);
  });
});
