import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { filmSegment, recordedFilm } from "../../kit/room/recorded-film.ts";
import { openSitting, person, recordUntilNow, type Sitting, walkScript } from "../../kit/sitting.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { freePort } from "../kit/product.ts";

const password = "uma frase longa e boa";
/** The holder's line is cut from here to there; the agent goes on. */
const cut = { from: 100, to: 112 };

describe("the second person's screen, over a recording with a cut", () => {
  let sitting: Sitting;
  let browser: Browser;
  let app: FastifyInstance;
  let page: Page;
  let url: string;
  let proofingId: string;
  let open: (who: { id: string }) => Promise<Page>;

  before(async () => {
    sitting = await openSitting();
    const { ctx, agent, roomId, run, shop, clock, media } = sitting;
    ({ proofingId } = await startProofing(ctx, { roomId, by: agent }));
    await sitting.admit();
    await walkScript(sitting, proofingId);
    clock.advance({ seconds: 5 });
    await recordUntilNow(ctx, roomId, 900);
    await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
    const [first] = await recordingsOf(ctx.db, roomId);
    const startedAt = first!.startedAt;
    const whole = Math.floor((clock.now().getTime() - startedAt.getTime()) / 1000);
    const at = (second: number) => new Date(startedAt.getTime() + second * 1000);
    const side = (member: string, number: number, from: number, to: number, hertz: number) =>
      filmSegment(member, number, recordedFilm(to - from, hertz), at(from), to - from);
    const segments = [
      side("applicant", 0, 0, cut.from, 440),
      side("applicant", 1, cut.to, whole, 440),
      side("agent", 0, 0, whole, 880),
    ];
    media.closeRoom = async () => segments;
    await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
    await run();

    const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
    for (const { id } of [verifier, agent]) {
      const { invitationToken } = await openAgentLink(ctx, { agentId: id, by: "installation" });
      await acceptInvitation(ctx, { token: invitationToken, password });
    }
    // From here on the world's clock runs: what is watched takes its time.
    const [begun, from] = [Date.now(), clock.now().getTime()];
    const running: Context = { ...ctx, clock: { now: () => new Date(from + Date.now() - begun) } };
    app = await openDoor(running, [(scope) => deskPages(scope, { ctx: running })]);
    const port = await freePort();
    url = `http://localhost:${port}`;
    await app.listen({ host: "127.0.0.1", port });
    browser = await launchChromium();
    open = async ({ id }) => {
      const { email } = (await agentById(ctx.db, id))!;
      const { token } = await signIn(running, { email, password, address: "127.0.0.1" });
      const fresh = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await fresh.context().addCookies([{ name: "confere_agente", value: token, url }]);
      fresh.setDefaultTimeout(30_000);
      return fresh;
    };
    page = await open(verifier);
    // The test's own functions are sent into the page with calls of this, which the test's compiler puts in.
    await page.addInitScript({ content: "globalThis.__name ??= (one) => one;" });
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await sitting?.world.close();
  });

  const picture = async (name: string, of = page, fullPage = false) => {
    const folder = process.env["CONFERE_PICTURES"];
    if (folder) await of.screenshot({ path: join(folder, `${name}.png`), fullPage });
  };

  /** What both films do for some seconds: loudest tone of each side by its pitch, and how far apart they run. */
  const listen = (ms: number) =>
    page.evaluate(async (time) => {
      type Film = HTMLVideoElement & { captureStream(): MediaStream };
      type Piece = { recordingId: string; fileZeroMs: number };
      const films = [...document.querySelectorAll<Film>("#filme video")];
      const pieces = JSON.parse(document.getElementById("filme")!.dataset["pieces"]!) as Piece[];
      const placeOf = (film: Film) =>
        pieces.find(({ recordingId }) => film.src.includes(recordingId))!.fileZeroMs + film.currentTime * 1000;
      // A film that is just being put in place has no sound to be listened to yet.
      const streams = films.map((film) => film.captureStream());
      if (films.some(({ paused }) => paused) || streams.some((stream) => stream.getAudioTracks().length === 0))
        return undefined;
      const ear = new AudioContext();
      const ears = streams.map((stream) => {
        const analyser = ear.createAnalyser();
        analyser.fftSize = 8192;
        ear.createMediaStreamSource(stream).connect(analyser);
        return analyser;
      });
      const loudest = films.map(() => ({ level: -200, hertz: 0 }));
      const apart: number[] = [];
      for (const end = performance.now() + time; performance.now() < end; ) {
        await new Promise((done) => setTimeout(done, 50));
        ears.forEach((analyser, i) => {
          const levels = new Float32Array(analyser.frequencyBinCount);
          analyser.getFloatFrequencyData(levels);
          const level = Math.max(...levels);
          if (level <= loudest[i]!.level) return;
          loudest[i] = { level, hertz: (levels.indexOf(level) * ear.sampleRate) / analyser.fftSize };
        });
        if (films.every(({ paused, seeking }) => !paused && !seeking))
          apart.push(Math.abs(placeOf(films[0]!) - placeOf(films[1]!)));
      }
      await ear.close();
      const muted = films.some((film) => film.muted || film.volume === 0);
      return { loudest, apart: apart.slice(apart.length / 2), muted, at: placeOf(films[1]!) };
    }, ms);

  /** Both heard, each by its own pitch, and within 100 ms of each other for two seconds; a busy machine takes some tries. */
  async function bothInStep(): Promise<number> {
    let last = "";
    for (const end = Date.now() + 45_000; Date.now() < end; ) {
      const heardNow = await listen(3000);
      if (!heardNow) {
        await new Promise((done) => setTimeout(done, 200));
        continue;
      }
      const { apart, loudest, muted, at } = heardNow;
      const furthest = Math.max(...apart, 0);
      const pitches = loudest.map(({ level, hertz }) => `${hertz.toFixed(0)} Hz at ${level.toFixed(0)} dB`);
      last = `${apart.length} looks, ${furthest.toFixed(0)} ms apart, ${pitches.join(" and ")}, muted: ${muted}`;
      const heard = [440, 880].every((hertz, i) => loudest[i]!.level > -60 && Math.abs(loudest[i]!.hertz - hertz) < 20);
      if (apart.length > 5 && furthest < 100 && heard && !muted) {
        console.info(`      ${last}`);
        return at;
      }
    }
    throw new Error(`not heard together: ${last}`);
  }

  test("both voices together and in step, also after a jump; marks of everything that happened", async () => {
    await page.goto(`${url}/desk/verificacao/${proofingId}`);
    await page.getByRole("button", { name: "Reproduzir" }).waitFor();
    for (const words of [
      "Titular admitido",
      "Consentimento tocado",
      "Perguntas sorteadas",
      "Pergunta 3: certo",
      "Captura: rosto",
      "Passo concluído: Pessoa e ambiente",
      "Titular caiu e voltou após 12 s",
      "Decisão do agente",
    ])
      assert.equal(await page.locator("#momentos li", { hasText: words }).count(), 1, words);
    assert.equal(await page.locator("#riscos span").count(), await page.locator("#momentos li").count());
    await page.getByRole("button", { name: "Reproduzir" }).click();
    await bothInStep();
    await picture("verify-plays-1280");
    await page.locator("#momentos button", { hasText: "Captura: rosto" }).click();
    await page.getByRole("button", { name: "Pausar" }).waitFor();
    assert.ok((await bothInStep()) > 150_000, "the mark led into the second piece of the holder's recording");
    const unseen = page.locator("#assistido").getByRole("button", { name: "Foto do rosto" });
    await until("the capture to be counted as seen", async () => (await unseen.count()) === 0, 45_000);
  });

  test("over the cut the agent goes on alone and says so, then both are in step again", async () => {
    const off = page.locator("figure[data-member=applicant]");
    await page.evaluate(() => {
      const place = document.querySelector<HTMLInputElement>("#posicao")!;
      place.value = "98500";
      place.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await until("the holder's side to be off", async () => (await off.getAttribute("data-off")) === "sim", 30_000);
    await picture("verify-cut-1280");
    await until("the holder to be back", async () => (await off.getAttribute("data-off")) === "nao", 60_000);
    await until("both to run", () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLVideoElement>("#filme video")].every(({ paused }) => !paused),
      ),
    );
    await bothInStep();
  });

  test("the count is the server's: what was played is green, what is key is still named", async () => {
    await page.getByRole("button", { name: "Pausar" }).click();
    await until("what was played to be counted", () => page.locator("#faixa .watched").count(), 20_000);
    assert.equal(await page.locator("#assistido").getAttribute("data-enough"), "nao");
    await page.locator("#assistido").getByRole("button", { name: "Frente do documento" }).waitFor();
    assert.equal(
      await page.locator("#assistido").getByRole("button", { name: "Foto do rosto" }).count(),
      0,
      "that was seen whole",
    );
    assert.equal(await page.locator("#problema").textContent(), "");
    await page.getByRole("slider", { name: "Som" }).fill("0");
    await page.getByText("Sem som não conta como assistido").waitFor();
    await page.getByRole("slider", { name: "Som" }).fill("1");
  });

  test("a capture stands large, upright after a turn, and enlarged", async () => {
    await page.getByRole("button", { name: /Ampliar.*Frente do documento, foto enviada/ }).click();
    await page.getByRole("button", { name: "Girar" }).click();
    const lens = () =>
      page.evaluate(() => {
        const { width, height, style } = document.querySelector<HTMLCanvasElement>("#lupa canvas")!;
        return { width, height, shown: Number.parseFloat(style.width) };
      });
    const before = await lens();
    assert.deepEqual([before.width, before.height], [480, 640]);
    await page.keyboard.press("+");
    assert.ok((await lens()).shown > before.shown * 1.4);
    await picture("verify-lens-1280");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Girar" }).waitFor({ state: "hidden" });
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height });
      await picture(`verify-${width}`);
      await picture(`verify-whole-${width}`, page, true);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(over <= 0, `nothing stands out at ${width} px: ${over}`);
    }
  });

  test("sent back without leaving the film; the agent sees it, hears it, and hands it in again", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByText("Devolver ao agente…").click();
    await page
      .getByLabel("O que não ficou claro, e o que rever ou refazer")
      .fill("A segunda resposta não se ouve bem.");
    await page.locator("#decidir [name=reason]").first().check();
    await page.getByRole("button", { name: "Devolver ao agente" }).click();
    await page.getByText("Esperando o agente", { exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Confirmar a aprovação" }).isDisabled(), true);
    assert.equal(await page.locator("#filme").count(), 1);
    await picture("verify-returned-1280");
    const desk = await open(sitting.agent);
    await desk.goto(`${url}/desk`);
    await desk.getByText("Um atendimento voltou para você").waitFor();
    await picture("returned-queue-1280", desk);
    await desk.getByRole("link", { name: /^Responder/ }).click();
    await desk.getByRole("button", { name: "Reproduzir" }).waitFor();
    await picture("returned-case-1280", desk);
    await desk.setViewportSize({ width: 360, height: 740 });
    await picture("returned-case-360", desk);
    await desk.getByLabel("Sua resposta, para quem verifica").fill("Ela diz o CPF inteiro aos dois minutos.");
    await desk.getByRole("button", { name: "Entregar de novo" }).click();
    await desk.getByText("Respondido. Nada mais a fazer aqui.").waitFor();
    await page.reload();
    await page.getByText("Ela diz o CPF inteiro aos dois minutos.", { exact: false }).waitFor();
  });
});
