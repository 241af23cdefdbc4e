import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { rulePackAt } from "../../../src/catalog/catalog-reads.ts";
import { putRulePack } from "../../../src/catalog/put-rule-pack.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { passkeysOf } from "../../../src/people/passkeys/passkey-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { proofingJobs } from "../../../src/proofing/proofing-jobs.ts";
import { approvedProofing } from "../../../src/proofing/proofing-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { freePort } from "../kit/product.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wide = { viewport: { width: 1280, height: 800 } };
const password = "uma frase longa e boa";

describe("the agent's desk in a browser", () => {
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
    const { ctx, room, agent } = story;
    const pack = await rulePackAt(ctx.db, agent.raId, ctx.clock.now());
    const content = { ...pack.content, room: { ...pack.content.room, minSessionMinutes: 0 } };
    const validFrom = new Date(ctx.clock.now().getTime() - 1000);
    await putRulePack(ctx, { by: "installation", raId: agent.raId, name: "curto", validFrom, content });
    const jpeg = await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#86a" } })
      .jpeg()
      .toBuffer();
    const files = [{ name: "rg-frente-verso.jpg", content: jpeg, kind: "identity" }];
    await receiveUpload(ctx, { orderId: room.orderId, files, by: holderOf(room.orderId) });
    desk = await (await contextWith(wide)).newPage();
    holder = await (await contextWith({ viewport: { width: 360, height: 740 } })).newPage();
    await holder
      .context()
      .addCookies([{ name: "confere_pedido", value: story.cookies.confere_pedido, url: story.url }]);
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function contextWith(options: object): Promise<BrowserContext> {
    const context = await browser.newContext({ ...options, bypassCSP: true });
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    context.setDefaultTimeout(60_000);
    return context;
  }
  const picture = async (page: Page, name: string) => {
    const folder = process.env["CONFERE_PICTURES"];
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
  async function hasNoBarrier(page: Page): Promise<void> {
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(async () => {
      const { violations } = await (
        window as unknown as { axe: { run(): Promise<{ violations: unknown[] }> } }
      ).axe.run();
      return violations.map((one) => {
        const { id, nodes } = one as { id: string; nodes: { html: string; failureSummary: string }[] };
        return `${id}: ${nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).join("; ")}`;
      });
    });
    assert.deepEqual(found, []);
  }
  async function enter(page: Page, email: string): Promise<void> {
    await page.goto(`${story.url}/desk`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Senha").fill(password);
    await page.getByRole("button", { name: "Entrar" }).click();
  }
  /** From now on this page sends a made-up picture instead of its camera's. */
  const lie = (page: Page) =>
    page.evaluate(() => {
      const red = document.createElement("canvas");
      [red.width, red.height] = [1280, 720];
      const pen = red.getContext("2d")!;
      pen.fillStyle = "#d01010";
      pen.fillRect(0, 0, red.width, red.height);
      const taker = (window as unknown as { ImageCapture: { prototype: { takePhoto(): Promise<Blob> } } }).ImageCapture;
      taker.prototype.takePhoto = () => new Promise((done) => red.toBlob((blob) => done(blob!), "image/jpeg"));
    });
  type Tone = { red: number; green: number };
  /** Colour left of the middle of the sent picture and of the recording's frame beside it, once both are shown. */
  const toneOf = (page: Page, title: string): Promise<{ sent: Tone; frame: Tone }> =>
    until(`both pictures of ${title}`, () =>
      page.evaluate((name) => {
        const sent = document.querySelector<HTMLImageElement>(`.cross-check img[alt="Captura: ${name}"]`);
        const frame = sent?.closest(".cross-check")?.querySelector("canvas");
        if (!sent?.complete || frame?.dataset["shown"] !== "sim") return null;
        const [sentTone, frameTone] = [sent, frame].map((source) => {
          const pen = Object.assign(document.createElement("canvas"), { width: 8, height: 8 }).getContext("2d")!;
          pen.drawImage(source, 0, 0, 8, 8);
          const [red = 0, green = 0] = pen.getImageData(1, 4, 1, 1).data;
          return { red, green };
        });
        return { sent: sentTone!, frame: frameTone! };
      }, title),
    );
  /** Both films run, in step, unmuted, and each carries sound that an ear could hear. */
  async function bothAreHeard(page: Page): Promise<void> {
    const heard = await until(
      "both voices in step",
      () =>
        page.evaluate(async () => {
          type Film = HTMLVideoElement & { captureStream(): MediaStream };
          const films = [...document.querySelectorAll<Film>("#filme video")];
          if (films.length !== 2 || films.some(({ paused, muted, volume }) => paused || muted || volume === 0))
            return null;
          const zeros = JSON.parse(document.getElementById("filme")!.dataset["pieces"]!) as {
            recordingId: string;
            fileZeroMs: number;
          }[];
          const ear = new AudioContext();
          const ears = films.map((film) => {
            const analyser = ear.createAnalyser();
            ear.createMediaStreamSource(film.captureStream()).connect(analyser);
            return analyser;
          });
          const loudest = [0, 0];
          let apart = 0;
          for (let look = 0; look < 40; look++) {
            await new Promise((done) => setTimeout(done, 50));
            ears.forEach((analyser, i) => {
              const wave = new Float32Array(analyser.fftSize);
              analyser.getFloatTimeDomainData(wave);
              loudest[i] = Math.max(loudest[i]!, ...wave.map(Math.abs));
            });
            if (look > 20) {
              const [one, other] = films.map((film) => {
                const zero = zeros.find(({ recordingId }) => film.src.includes(recordingId))!.fileZeroMs;
                return zero + film.currentTime * 1000;
              });
              apart = Math.max(apart, Math.abs(one! - other!));
            }
          }
          await ear.close();
          return loudest.every((level) => level > 0.01) && apart < 100 ? { loudest, apart } : null;
        }),
      60_000,
    );
    console.info(
      `      voices ${heard.loudest.map((level) => level.toFixed(2)).join(" and ")}, ${heard.apart.toFixed(0)} ms apart`,
    );
  }
  /** By the keyboard, which also needs no still picture of the page to aim at. */
  const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).press("Enter");

  test("sign-in and the day's queue, with the keyboard", async () => {
    await desk.goto(`${story.url}/desk`);
    await picture(desk, "desk-sign-in-1280");
    await hasNoBarrier(desk);
    await enter(desk, story.account.email);
    await desk.getByRole("heading", { level: 1, name: /Fila de hoje/ }).waitFor();
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await holder.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
    await holder.getByRole("button", { name: "Ingressar agora" }).click();
    await desk.getByText("Aguardando na sala").waitFor();
    await picture(desk, "desk-queue-1280");
    await hasNoBarrier(desk);
    await desk.setViewportSize({ width: 360, height: 740 });
    await picture(desk, "desk-queue-360");
    await desk.setViewportSize(wide.viewport);
    await desk.keyboard.press("j");
    await desk.keyboard.press("Enter");
    await desk.waitForURL(/\/desk\/atendimento\//);
  });

  test("the case: admission, live picture, consent, questions, captures by key, approval", async () => {
    await picture(desk, "desk-case-waiting-1280");
    await hasNoBarrier(desk);
    await press(desk, "Serve");
    await desk
      .getByText("✓ Documento de identidade com foto")
      .or(desk.getByText("Documento de identidade com foto"))
      .first()
      .waitFor();
    await press(desk, "Admitir");
    await until("the holder's picture", () =>
      desk.evaluate(
        () => (document.getElementById("titular") as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames > 5,
      ),
    );
    await desk.getByText(/^Gravando, /).waitFor();
    const bar = await desk.locator(".call-bar").evaluate(({ clientHeight }) => clientHeight);
    assert.ok(bar < 60, `the call's bar is one row, and hides nothing of the script: ${bar} px`);
    await holder.getByRole("heading", { level: 1, name: "1 de 7 · Gravação e consentimento" }).waitFor();
    await press(holder, "Concordo com a gravação");
    await desk.getByText(/O titular tocou em “Concordo”/).waitFor();
    await desk.getByLabel("Disse que concorda, em voz alta ou por texto").check();
    await picture(desk, "desk-case-consent-1280");
    await press(desk, "Concluir passo");
    await desk.getByLabel("O rosto está descoberto e bem iluminado").check();
    await press(desk, "Concluir passo");
    await desk
      .getByText("Confira e tente")
      .or(desk.getByText(/Falta marcar itens/))
      .first()
      .waitFor();
    for (const box of await desk.locator("[name=checks]").all()) await box.check();
    await press(desk, "Concluir passo");
    await press(desk, "Sortear perguntas");
    await picture(desk, "desk-case-question-1280");
    for (let position = 1; position <= 5; position++) {
      await desk.getByText(`Pergunta ${position}:`).waitFor();
      await press(desk, "Certo");
    }
    for (const [key, title] of [
      ["1", "Foto do rosto"],
      ["2", "Frente do documento"],
      ["3", "Verso do documento"],
    ] as const) {
      await desk.locator("li.now h3", { hasText: title }).waitFor();
      if (key === "3") await lie(holder);
      await desk.locator("body").press(key);
      await press(desk, "Usar esta captura");
    }
    await desk.locator("li.now h3", { hasText: "Comparação" }).waitFor();
    await picture(desk, "desk-case-compare-1280");
    for (const box of await desk.locator("[name=checks]").all()) await box.check();
    await press(desk, "Concluir passo");
    await desk.getByLabel("Texto para o titular").fill("Quase pronto.");
    await desk.keyboard.press("Enter");
    await holder.getByText("Quase pronto.").waitFor();
    await desk.getByRole("button", { name: "Aprovar", exact: true }).waitFor();
    await picture(desk, "desk-case-decision-1280");
    await hasNoBarrier(desk);
    await desk.setViewportSize({ width: 360, height: 740 });
    await picture(desk, "desk-case-360");
    await desk.setViewportSize(wide.viewport);
    await press(desk, "Aprovar");
    await desk.getByText("Outra pessoa vai conferir a gravação.", { exact: false }).waitFor();
    desk.once("dialog", (dialog) => void dialog.accept());
    await press(desk, "Encerrar chamada");
    await desk.getByText(/A chamada foi encerrada/).waitFor();
    await holder.getByRole("heading", { level: 1, name: "A videoconferência terminou" }).waitFor();
    await desk.getByRole("link", { name: "Voltar à fila" }).waitFor();
    await picture(desk, "desk-case-ended-1280");
    await hasNoBarrier(desk);
    await desk.setViewportSize({ width: 360, height: 740 });
    await picture(desk, "desk-case-ended-360");
    await desk.setViewportSize(wide.viewport);
  });

  test("a passkey of the verifier's own, then sign-in asks for it", async () => {
    const { ctx, agent } = story;
    const email = "vera@equipe.example";
    const { agentId, invitationToken } = await createAgent(ctx, {
      raId: agent.raId,
      name: "Vera Verificadora",
      cpf: "98765432100" as Cpf,
      email,
      roles: ["verifier"],
      by: "installation",
    });
    await acceptInvitation(ctx, { token: invitationToken, password });
    desk = await (await contextWith(wide)).newPage();
    const device = await desk.context().newCDPSession(desk);
    await device.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
    } as const;
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await enter(desk, email);
    await desk.getByRole("heading", { name: "Esperando a segunda pessoa" }).waitFor();
    await desk.goto(`${story.url}/desk/conta`);
    await hasNoBarrier(desk);
    await desk.getByLabel("Nome da nova chave").fill("notebook");
    await press(desk, "Criar chave neste aparelho");
    await desk.getByText("notebook", { exact: true }).waitFor();
    assert.equal((await passkeysOf(ctx.db, agentId)).length, 1);
    await picture(desk, "desk-account-1280");
    await press(desk, "Sair");
    await enter(desk, email);
    await desk.getByRole("heading", { name: "Confirme que é você" }).waitFor();
    await desk.goto(`${story.url}/desk/verificacao`);
    await desk.getByRole("heading", { name: "Confirme que é você" }).waitFor();
    await press(desk, "Usar a chave de acesso");
    await desk.getByRole("heading", { name: "Esperando a segunda pessoa" }).waitFor();
  });

  test("the second person watches what counts and confirms", async () => {
    await until("the recording to be put away", async () => {
      await desk.goto(`${story.url}/desk/verificacao`);
      await desk.getByRole("link", { name: "Verificar" }).click();
      return desk.locator("#filme").count();
    });
    await until("both films to load", () =>
      desk.evaluate(() => {
        const films = [...document.querySelectorAll<HTMLVideoElement>("#filme video")];
        return films.length === 2 && films.every(({ readyState }) => readyState >= 2);
      }),
    );
    assert.equal(await desk.locator("#momentos li").count(), await desk.locator("#riscos span").count());
    for (const mark of [
      "Titular admitido",
      "Consentimento tocado",
      "Perguntas sorteadas",
      "Pergunta 5: certo",
      "Captura: frente",
    ])
      assert.ok((await desk.locator("#momentos li", { hasText: mark }).count()) > 0, `the mark ${mark}`);
    assert.equal(await desk.locator(".heard li", { hasText: "Esperado:" }).count(), 5);
    await picture(desk, "desk-verify-1280");
    await hasNoBarrier(desk);
    await desk.setViewportSize({ width: 1920, height: 1080 });
    await picture(desk, "desk-verify-1920");
    await desk.setViewportSize(wide.viewport);
    // The holder's page sent the truth of the front and a red lie of the back; the recording shows what the camera saw.
    // Another instant, another picture of the test camera's clockwork: a film that cannot be sought shows one for all.
    await until(
      "three instants of the recording, each its own",
      async () => {
        const pictures = await desk.evaluate(() =>
          [...document.querySelectorAll<HTMLCanvasElement>("canvas[data-shown]")].map((one) => one.toDataURL()),
        );
        return pictures.length === 3 && new Set(pictures).size === 3;
      },
      60_000,
      500,
    );
    const [front, back] = [await toneOf(desk, "Frente do documento"), await toneOf(desk, "Verso do documento")];
    assert.ok(front.frame.green > front.frame.red + 40, `the test camera is green: ${JSON.stringify(front)}`);
    assert.ok(Math.abs(front.sent.green - front.frame.green) < 50, JSON.stringify(front));
    assert.ok(back.sent.red > back.sent.green + 100, "what the page sent");
    assert.ok(back.frame.green > back.frame.red + 40, "what the recording shows beside it");
    await desk.setViewportSize({ width: 360, height: 740 });
    await picture(desk, "desk-verify-360");
    await desk.setViewportSize(wide.viewport);
    await desk.getByRole("button", { name: /Ampliar.*Frente do documento, foto enviada/ }).click();
    await press(desk, /Ampliar$/);
    await press(desk, "Girar");
    const shape = () =>
      desk.evaluate(() => {
        const { width, height } = document.querySelector<HTMLCanvasElement>("#lupa canvas")!;
        return width < height;
      });
    assert.equal(await shape(), true, "a wide capture stands upright once it is turned");
    await picture(desk, "desk-verify-lens-1280");
    await desk.keyboard.press("Escape");
    const confirm = desk.getByRole("button", { name: "Confirmar a aprovação" });
    assert.equal(await confirm.isDisabled(), true);
    for (const box of await desk.locator("[name=checks]").all()) await box.check();
    await desk.getByLabel("Velocidade").selectOption("1.5");
    await desk.locator(".heard button").first().press("Enter");
    await bothAreHeard(desk);
    await desk.locator("#momentos button").first().press("Enter");
    // As long as the recording at the pack's speed: a loaded machine makes a long act.
    await until("everything to be watched", () => confirm.isEnabled(), 300_000, 500);
    assert.equal(
      await desk.locator("[name=checks]:checked").count(),
      7,
      "what was ticked stays while the count comes anew",
    );
    await picture(desk, "desk-verify-watched-1280");
    await confirm.click();
    await desk.locator(".decision .card").nth(1).waitFor();
    await until("the approval", () => approvedProofing(story.ctx.db, story.room.orderId));
    await desk.getByRole("link", { name: "Voltar à fila" }).waitFor();
    await picture(desk, "desk-verified-1280");
  });
});
