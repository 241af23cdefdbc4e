import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import type { Browser, CDPSession, Page } from "playwright-core";
import { rulePackAt } from "../../../src/catalog/catalog-reads.ts";
import { putRulePack } from "../../../src/catalog/put-rule-pack.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { proofingJobs } from "../../../src/proofing/proofing-jobs.ts";
import { roomFacts } from "../../../src/proofing/proofing-reads.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { freePort } from "../kit/product.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

const patienceMs = 60_000;
const step = "2 de 7 · Pessoa e ambiente";

describe("breaks: another agent, a cut line, another device, a break beyond the rule", () => {
  let browser: Browser;
  let story: RoomStory;
  let desk: Page;
  let colleague: Page;
  let holder: Page;
  let line: CDPSession;
  let deskLine: CDPSession;

  before(async () => {
    const port = await freePort();
    [browser, story] = await Promise.all([
      launchChromium(),
      createRoomStory(
        { demo: true, publicUrl: `http://localhost:${port}` },
        { port, domains: { proofing: proofingJobs }, routes: (ctx) => [(app) => deskPages(app, { ctx })] },
      ),
    ]);
    await allowGapOf(600);
    await startProofing(story.ctx, { roomId: story.room.id, by: story.agent });
    desk = await pageWith({ confere_agente: story.cookies.confere_agente }, 1280);
    colleague = await pageWith({ confere_agente: await colleagueAtDesk() }, 1280);
    holder = await pageWith({ confere_pedido: story.cookies.confere_pedido }, 360);
    line = await holder.context().newCDPSession(holder);
    deskLine = await colleague.context().newCDPSession(colleague);
    for (const one of [line, deskLine]) await one.send("Network.enable");
    await cut(false, deskLine);
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function pageWith(cookies: Record<string, string>, width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
    await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: story.url })));
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    context.setDefaultTimeout(patienceMs);
    return context.newPage();
  }

  /** Another agent of the AR, signed in a moment ago. The session's token. */
  async function colleagueAtDesk(): Promise<string> {
    const { ctx, agent } = story;
    const [email, password] = ["carla@equipe.example", "uma frase longa e boa"];
    const person = { name: "Carla Colega", cpf: "98765432100" as Cpf, email };
    const { invitationToken } = await createAgent(ctx, {
      raId: agent.raId,
      ...person,
      roles: ["agent"],
      by: "installation",
    });
    await acceptInvitation(ctx, { token: invitationToken, password });
    return (await signIn(ctx, { email, password, address: "127.0.0.1" })).token;
  }

  /** From the session on that runs: its limit is the one of the day it began. */
  async function allowGapOf(maxGapSeconds: number): Promise<void> {
    const { ctx, agent } = story;
    const began = (await roomById(ctx.db, story.room.id))!.session?.beganAt;
    const { content } = await rulePackAt(ctx.db, agent.raId, ctx.clock.now());
    const room = { ...content.room, maxGapSeconds, minSessionMinutes: 0 };
    const name = `gap-${maxGapSeconds}-${randomUUID()}`;
    const validFrom = began ?? new Date(ctx.clock.now().getTime() - 1);
    await putRulePack(ctx, { by: "installation", raId: agent.raId, name, validFrom, content: { ...content, room } });
  }

  const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
  async function moves(page: Page, id: string): Promise<void> {
    const frames = () =>
      page.evaluate(
        (video) => (document.getElementById(video) as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
        id,
      );
    const start = await frames();
    await until(`moving frames in ${id}`, async () => (await frames()) > start + 5, patienceMs);
  }
  /** Chromium shapes only sockets that are opened under some condition, so the page is opened under a harmless one. */
  const cut = (offline: boolean, one = line) =>
    one.send("Network.emulateNetworkConditions", {
      offline,
      latency: 1,
      downloadThroughput: -1,
      uploadThroughput: -1,
      ...(offline ? { packetLoss: 100 } : {}),
    });
  const silentAtDesk = (page: Page) => page.locator("#gravacao[data-state=alarm]");
  const blocked = (page: Page) => page.locator("#roteiro [data-lack=recording]");
  async function consentAgain(page: Page): Promise<void> {
    await press(holder, "Concordo com a gravação");
    await page.getByText(/O titular tocou em “Concordo”/).waitFor();
    await page.getByLabel("Disse que concorda, em voz alta ou por texto").check();
    await page.getByRole("button", { name: "Concluir passo" }).click();
  }

  test("the sitting passes to another agent in mid-script, who finds it at its step; the holder is told and stays", async () => {
    await cut(false);
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading(holder, "Tudo certo");
    await press(holder, "Ingressar agora");
    await desk.goto(`${story.url}/desk/atendimento/${story.room.id}`);
    await desk.getByRole("button", { name: "Admitir" }).click();
    await heading(holder, "1 de 7 · Gravação e consentimento");
    await moves(desk, "titular");
    await consentAgain(desk);
    await heading(holder, step);
    await desk.getByText("Passar a outro agente…").click();
    await takePictures(desk, "desk-pass-on");
    assert.deepEqual(await faultsOf(desk), []);
    await desk.getByRole("group", { name: "Quem continua" }).getByLabel("Carla Colega").check();
    await desk.getByLabel("Motivo, quem recebe vai ler").fill("Acabou a luz aqui.");
    // The colleague is at another page of the desk: it rings there, and the sitting goes on here until it is accepted.
    await colleague.goto(`${story.url}/desk/agenda`);
    await press(desk, "Oferecer o repasse");
    await desk.getByText(/Repasse a Carla Colega: esperando a resposta/).waitFor();
    const notice = colleague.locator("#avisos [data-notice]");
    await notice.getByText(/Acabou a luz aqui\./).waitFor();
    assert.match(await colleague.title(), /^● Repasse para você/);
    await takePictures(colleague, "desk-hand-over-notice");
    assert.deepEqual(await faultsOf(colleague), []);
    await press(colleague, "Aceitar e abrir");
    await desk
      .getByText(/Este atendimento passou a outro agente/)
      .first()
      .waitFor();
    const next = "Quem continua com você agora é Carla Colega, que está ligando a câmera.";
    await holder.getByText(next).first().waitFor();
    assert.ok((await holder.locator("#sala-urgente").textContent())!.includes(next));
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "room-agent-away");

    await colleague.locator("#passo-consent.done").waitFor();
    await colleague.locator("li.now h3", { hasText: "Pessoa e ambiente" }).waitFor();
    await colleague.getByRole("button", { name: "Ligar câmera e microfone" }).click();
    await holder.locator("#sala-agente-fora").waitFor({ state: "hidden" });
    await heading(holder, step);
    await moves(colleague, "titular");
    await moves(holder, "sala-agente");
    assert.equal(await holder.getByRole("button", { name: "Concordo com a gravação" }).isVisible(), false);
    await desk.goto(`${story.url}/desk/atendimento/${story.room.id}`);
    assert.equal(await desk.locator("#roteiro").count(), 0, "no longer the former agent's");
  });

  test("a cut line: both are told, the desk has its alarm and may not approve; then the same step, nothing asked again", async () => {
    await until("the recording", async () => (await blocked(colleague).count()) === 0, patienceMs);
    const notices = () => holder.locator("#sala .notice:visible").allTextContents();
    await press(colleague, "Desligar câmera");
    await until("the word on her camera", async () => (await notices()).join() === "Carla desligou a câmera.");
    await cut(true);
    await holder.getByText("A conexão caiu. Voltamos ao mesmo passo quando ela retornar.").first().waitFor();
    assert.deepEqual(await notices(), ["A conexão caiu. Voltamos ao mesmo passo quando ela retornar."]);
    await silentAtDesk(colleague).waitFor();
    await blocked(colleague).waitFor();
    assert.equal(await colleague.getByRole("button", { name: "Aprovar", exact: true }).count(), 0);
    assert.deepEqual(await faultsOf(holder), []);
    assert.deepEqual(await faultsOf(colleague), []);
    await takePictures(holder, "room-cut");
    await takePictures(colleague, "desk-alarm");
    await cut(false);
    await holder.locator("#sala-aviso").waitFor({ state: "hidden" });
    assert.deepEqual(await notices(), ["Carla desligou a câmera."]);
    await press(colleague, "Ligar câmera");
    await silentAtDesk(colleague).waitFor({ state: "hidden" });
    await until("the decision without that lack", async () => (await blocked(colleague).count()) === 0, patienceMs);
    await heading(holder, step);
    await moves(colleague, "titular");
    assert.equal(await holder.getByRole("button", { name: "Concordo com a gravação" }).isVisible(), false);
    assert.equal((await roomById(story.ctx.db, story.room.id))!.session!.number, 1);
  });

  test("a cut, and another device goes on at the same step; the first finds itself elsewhere", async () => {
    await cut(true);
    await holder.getByText("A conexão caiu.").first().waitFor();
    const other = await pageWith({ confere_pedido: story.cookies.confere_pedido }, 360);
    await other.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading(other, step);
    await moves(colleague, "titular");
    assert.equal(await other.getByRole("button", { name: "Concordo com a gravação" }).isVisible(), false);
    await cut(false);
    await heading(holder, "A sala está aberta em outro lugar");
    await moves(colleague, "titular");
    await heading(other, step);
    await press(holder, "Usar este aparelho");
    await heading(holder, step);
    await heading(other, "A sala está aberta em outro lugar");
    await other.context().close();
    await moves(colleague, "titular");
  });

  test("a break beyond the rule that hits both sides voids the session once: said to both, the script anew, the rest kept", async () => {
    await allowGapOf(3);
    await Promise.all([cut(true), cut(true, deskLine)]);
    const silentFor = async (ms: number) =>
      (await recordingsOf(story.ctx.db, story.room.id)).every(
        ({ lastChunkAt }) => lastChunkAt !== null && Date.now() - lastChunkAt.getTime() > ms,
      );
    await until("silence of both", () => silentFor(5000), patienceMs);
    const session = async () => (await roomById(story.ctx.db, story.room.id))!.session!;
    await cut(false, deskLine);
    await until("the void session", async () => (await session()).number > 1, patienceMs);
    await allowGapOf(600);
    const roteiro = colleague.locator("#roteiro");
    await roteiro.getByText("A gravação parou além do limite: começou outra sessão.").waitFor();
    await colleague.locator("#passo-consent.now").waitFor();
    assert.equal((await session()).countsFrom, null, "the phone is away");
    await takePictures(colleague, "desk-voided");
    await cut(false);
    await holder.getByText("A gravação parou por tempo demais e recomeçou.").first().waitFor();
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "room-voided");
    await heading(holder, "1 de 7 · Gravação e consentimento");
    await consentAgain(colleague);
    await heading(holder, step);
    assert.equal((await session()).number, 2, "whoever came back second made nothing void");
    const facts = await roomFacts(story.ctx.db, story.room.id);
    assert.equal(facts.recording.fault(new Date(), new Date()), undefined);
  });
});
