import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sql } from "../../../src/platform/database.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { bundleForPage, launchChromium, until } from "../kit/chromium.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

type Said = [channel: "polite" | "assertive", words: string];
declare global {
  interface Window {
    said: Said[];
  }
}

// What somebody hears who does not see the page: both live regions, in their order (ux A5).
describe("the transcript of announcements when the agent is late, refuses, calls and puts back", () => {
  let browser: Browser;
  let story: RoomStory;
  let agent: Page;
  let holder: Page;

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
    holder = await (await contextFor("confere_pedido")).newPage();
    await holder.addInitScript(() => {
      window.said = [];
      addEventListener("DOMContentLoaded", () => {
        for (const [id, channel] of [
          ["sala-polido", "polite"],
          ["sala-urgente", "assertive"],
        ] as const) {
          const region = document.getElementById(id)!;
          new MutationObserver(() => {
            if (region.textContent) window.said.push([channel, region.textContent]);
          }).observe(region, { childList: true, characterData: true, subtree: true });
        }
      });
    });
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function contextFor(cookie: keyof RoomStory["cookies"]): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    context.setDefaultTimeout(60_000);
    return context;
  }
  const send = (message: Parameters<Window["agent"]["send"]>[0]) =>
    agent.evaluate((one) => window.agent.send(one), message);
  const heard = () => holder.evaluate(() => window.said);
  const hears = (words: RegExp) =>
    until(`to hear ${words}`, async () => (await heard()).some(([, said]) => words.test(said)), 90_000);
  const focused = () => holder.evaluate(() => document.activeElement?.id);

  test("late: said once, urgently, with what to do; then each turn in its order and channel", async () => {
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await hears(/^Tudo certo/);
    await press(holder, "Ingressar agora");
    await hears(/^Você é o próximo/);
    await sql`update appointments set during = tstzrange(now() - interval '6 minutes', now() + interval '24 minutes', '[)')
      where id = ${story.room.appointmentId}`.execute(story.ctx.db);
    await sql`update lobby_entries set entered_at = now() - interval '6 minutes' where room_id = ${story.room.id}`.execute(
      story.ctx.db,
    );
    await hears(/^O agente se atrasou/);
    // The page looks at the room every five seconds: two looks more must say nothing again.
    await holder.waitForTimeout(11_000);
    assert.equal(await holder.getByRole("heading", { level: 1, name: "O agente se atrasou" }).count(), 1);
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "lobby-late");

    await send({ type: "refuse", reason: "Tire o boné." });
    await hears(/Tire o boné/);
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "lobby-refused");
    await press(holder, "Ingressar agora");
    await until("the knock", () => agent.evaluate(() => window.agent.picture?.applicant.place === "waiting"));
    await agent.evaluate(() => window.agent.join());
    await send({ type: "admit" });
    await hears(/^O agente está chamando você/);
    await hears(/^Conectado/);
    await hears(/^Imagem e som/);
    assert.equal(await focused(), "sala-titulo", "the keyboard stands where the new screen begins");
    // Whoever reads the page line by line meets nothing that was true a moment ago.
    const kept = () => holder.locator("#sala-polido, #sala-urgente").allTextContents();
    await until("the live regions to be empty", async () => (await kept()).join("") === "");
    await send({ type: "put-back" });
    await until("the lobby again", () => holder.locator("#espera-texto").isVisible());
    await send({ type: "end" });
    await holder.getByRole("heading", { level: 1, name: "A videoconferência terminou" }).waitFor();

    const late = "O agente se atrasou. Você não precisa fazer nada.";
    const transcript = (await heard()).map(([channel, words]): Said => [channel, words.split(/(?<=\.) /, 2).join(" ")]);
    assert.match(transcript[1]![1], /^Você é o próximo\. O agente (deve chamar|ainda não entrou|está na sala)/);
    const next = transcript.filter(([, words]) => words.startsWith("Você é o próximo."));
    assert.ok(next.length >= 2 && next.every(([channel]) => channel === "polite"), "who knocks anew waits anew");
    assert.deepEqual(transcript.filter((one) => !next.includes(one)).slice(0, 6), [
      ["polite", "Tudo certo. Aperte Ingressar agora."],
      ["assertive", late],
      ["assertive", "O agente não pôde admitir você agora. Tire o boné."],
      ["assertive", "O agente está chamando você."],
      ["assertive", "Conectado."],
      ["polite", "Imagem e som indo e vindo."],
    ]);
  });
});
