import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { fileEvidence } from "../../../src/dossiers/evidence-files.ts";
import { sql } from "../../../src/platform/database.ts";
import { openRecording } from "../../../src/rooms/recordings/open-recording.ts";
import { isRecordingReported, recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { storeRecordings } from "../../../src/rooms/recordings/store-recordings.ts";
import { silentSides } from "../../../src/rooms/room.ts";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { bundleForPage, launchChromium, until } from "../kit/chromium.ts";
import { probe } from "../kit/ffprobe.ts";

type Link = { sha256: string; previous?: string };
const sha256Of = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

describe("the room in two browsers", () => {
  let browser: Browser;
  let story: RoomStory;
  let script: string;
  let agent: Page;
  let applicant: Page;

  before(async () => {
    [browser, story, script] = await Promise.all([
      launchChromium(),
      createRoomStory({ demo: true }),
      bundleForPage("test/browser/kit/room-agent-page.ts"),
    ]);
    agent = await openAgent(await contextFor("confere_agente", { bypassCSP: true }));
    applicant = await (await contextFor("confere_pedido", phone)).newPage();
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function contextFor(cookie: keyof RoomStory["cookies"], options = {}): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    return context;
  }

  async function openAgent(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    // Any page of the same origin will do; a made-up one would count as another network.
    await page.goto(`${story.url}/health?sala=${story.room.id}`);
    await page.addScriptTag({ content: script });
    await until("the agent's welcome", () => page.evaluate(() => window.agent.picture?.state === "open"));
    return page;
  }

  const heading = (words: string | RegExp) => applicant.getByRole("heading", { level: 1, name: words }).waitFor();
  const applicantFrames = () =>
    applicant.evaluate(
      () => (document.getElementById("sala-agente") as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
    );
  const agentFrames = () => agent.evaluate(() => window.agent.frames());
  async function bothMove(): Promise<void> {
    for (const frames of [applicantFrames, agentFrames]) {
      const start = await frames();
      await until("moving frames", async () => (await frames()) > start + 5, 20_000);
    }
  }
  const picture = async (page: Page, name: string) => {
    const folder = process.env["CONFERE_PICTURES"];
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  test("device test, name, Ingressar agora, lobby, reload keeps the place", async () => {
    await applicant.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading(/Vamos testar|Tudo certo/);
    await applicant.getByLabel("Seu nome").waitFor();
    await applicant.getByText("Funciona (").waitFor();

    await heading("Tudo certo");
    await picture(applicant, "room-check-360");
    await applicant.getByLabel("Seu nome").fill("Maria Silva");
    await applicant.getByRole("button", { name: "Ingressar agora" }).click();
    await heading("Você é o próximo");
    await picture(applicant, "room-waiting-360");
    const waiting = () =>
      agent.evaluate(() => ({ ...window.agent.picture!.applicant })).then(({ place, name }) => `${place} ${name}`);
    await until("the knock at the desk", async () => (await waiting()) === "waiting Maria Silva");
    await applicant.reload();
    await heading("Você é o próximo");
  });

  test("admitted: pictures both ways, four ticks, consent, text, still, recording that grows", async () => {
    await agent.evaluate(() => window.agent.join());
    await agent.evaluate(() => window.agent.send({ type: "admit" }));
    const admittedAt = Date.now();
    await until("the applicant to see the agent", async () => (await applicantFrames()) > 0);
    const seenAfter = Date.now() - admittedAt;
    assert.ok(seenAfter < 5000, `first picture after ${seenAfter} ms`);
    await bothMove();
    await until("four ticks", () =>
      applicant.evaluate(() => document.querySelectorAll('#sala-provas [data-done="sim"]').length === 4),
    );
    await picture(applicant, "room-consent-360");
    await applicant.getByRole("button", { name: "Concordo com a gravação" }).click();
    await until("consent at the desk", () => agent.evaluate(() => window.agent.picture?.consentAt));
    await agent.evaluate(() =>
      window.agent.send({ type: "step", number: 3, total: 7, title: "Perguntas", text: "Responda em voz alta." }),
    );
    await heading("3 de 7 · Perguntas");
    await agent.evaluate(() => window.agent.send({ type: "say", text: "Bom dia, Maria." }));
    await applicant.getByText("Bom dia, Maria.").waitFor();
    await applicant.getByRole("button", { name: "Não estou ouvindo" }).click();
    const said = () =>
      agent.evaluate(() => window.agent.heard.some((m) => m.type === "said" && m.line.by === "applicant"));
    await until("the applicant's line", said);
    await agent.evaluate(() => window.agent.send({ type: "ask-still", kind: "face" }));
    await applicant.getByText("Foto enviada.").first().waitFor();
    const [still] = await stillsOf(story.ctx.db, story.room.id);
    assert.ok(still!.width >= 1280, `still is ${still!.width} wide`);
    const goOn = (number: number, title: string) =>
      agent.evaluate((step) => window.agent.send({ type: "step", total: 7, text: `${step.title}.`, ...step }), {
        number,
        title,
      });
    await goOn(4, "Documento");
    await until("the word about the picture to rest", () => applicant.locator("#sala-foto").isHidden());
    await goOn(3, "Perguntas");
    const proof = () => agent.evaluate(() => window.agent.heard.findLast((m) => m.type === "recording"));
    await until("the recording's proof", async () => (await proof())?.ok);
    await until("evidence in the database", async () => {
      const recordings = await recordingsOf(story.ctx.db, story.room.id);
      return silentSides(recordings, new Date()).length === 0 && recordings.every(({ bytes }) => bytes > 0);
    });
    await picture(applicant, "room-call-360");
    await applicant.setViewportSize({ width: 1280, height: 800 });
    await picture(applicant, "room-call-1280");
    await applicant.setViewportSize(phone.viewport);
  });

  test("a killed media worker and a reloaded page: the call comes back at the same step", async () => {
    const killed = story.workerPid();
    process.kill(killed, "SIGKILL");
    await until("another worker", () => story.workerPid() !== killed);
    await bothMove();
    await applicant.reload();
    await heading("3 de 7 · Perguntas");
    await bothMove();
    await until("recording to go on", async () => {
      return silentSides(await recordingsOf(story.ctx.db, story.room.id), new Date()).length === 0;
    });
  });

  test("the end: devices off, recording stored under the order's key, it plays and seeks", async () => {
    await agent.evaluate(() => window.agent.send({ type: "end" }));
    await heading("A videoconferência terminou");
    // Nobody decided, so the product would wait for the end of the slot.
    await storeRecordings(story.ctx, story.media, { roomId: story.room.id });
    await picture(applicant, "room-ended-360");
    const recordings = await until("stored recordings", async () => {
      const isWhole = await isRecordingReported(story.ctx.db, story.room.id);
      return isWhole ? recordingsOf(story.ctx.db, story.room.id) : undefined;
    });
    const names = recordings.map(({ member, segment }) => `${member}-${segment}`);
    assert.deepEqual(names, ["agent-0", "agent-1", "applicant-0", "applicant-1"]);
    const folder = join(story.ctx.config.dataFolder, "recordings", story.room.id);
    await until("the plain files to be gone", () => !existsSync(folder));
    for (const { id, member, segment } of recordings) {
      const recording = await openRecording(story.ctx, id);
      const copy = join(story.ctx.config.dataFolder, `${id}.webm`);
      // In ranges, as a player asks for them.
      for (let start = 0; start < recording.bytes; start += 300_000) {
        const end = Math.min(start + 300_000, recording.bytes) - 1;
        await pipeline(Readable.from(recording.stream({ start, end })), createWriteStream(copy, { flags: "a" }));
      }
      const { packets, bytes } = probe(copy);
      assert.deepEqual(Object.keys(packets).sort(), ["opus", "vp8"]);
      assert.ok(packets["vp8"]! > 5 && packets["opus"]! > 0, `${member}-${segment}: ${JSON.stringify(packets)}`);
      assert.equal(bytes, recording.bytes);
    }
  });

  test("the file that will be sealed has its duration, and the chain of what was recorded is found in it", async () => {
    const { ctx, room } = story;
    const evidence = await fileEvidence(ctx.db, room.orderId);
    const kept = async (kind: string, name: string) => {
      const { hash } = evidence.find((file) => file.kind === kind && file.name === name)!;
      return buffer(Readable.from(ctx.blobs.stream(room.orderId, hash)));
    };
    const recordings = await recordingsOf(ctx.db, room.id);
    for (const { id, member, segment, bytes, chainHead } of recordings) {
      const name = `${member}-${segment}.webm`;
      const file = await kept("recording", name);
      const copy = join(ctx.config.dataFolder, `sealed-${name}`);
      writeFileSync(copy, file);
      const header = await kept("recording-header", `${name}.header`);
      const recorded = Buffer.concat([header, file.subarray(file.length - (bytes - header.length))]);
      const log = (await kept("recording-log", `${name}.chain`)).toString().trimEnd().split("\n");
      const lines = log.map((line) => JSON.parse(line) as Record<"offset" | "length" | "until", number> & Link);
      let head = lines[0]!.previous!;
      for (const { offset, length, sha256 } of lines) {
        assert.equal(sha256Of(recorded.subarray(offset, offset + length)), sha256);
        head = sha256Of(Buffer.from(head + sha256, "hex"));
      }
      assert.equal(head, chainHead);
      const longest = Math.max(...lines.map(({ until: ms }) => ms));
      assert.ok(Math.abs(probe(copy).seconds - longest / 1000) < 0.05, `${name}: ${probe(copy).seconds} s`);
      // As it was put away before: the original, and what plays in the place of its header.
      const put = async (bytes: Buffer) => (await ctx.blobs.put(room.orderId, bytes)).hash;
      const prefix = file.subarray(0, file.length - (bytes - header.length));
      await sql`update recordings set hash = ${await put(recorded)}, playable_prefix_hash = ${await put(prefix)},
        body_offset = ${header.length}, header_hash = null where id = ${id}`.execute(ctx.db);
      const older = await openRecording(ctx, id);
      assert.deepEqual(await buffer(Readable.from(older.stream())), file);
      const [start, end] = [prefix.length - 10, prefix.length + 10];
      assert.deepEqual(await buffer(Readable.from(older.stream({ start, end }))), file.subarray(start, end + 1));
    }
  });
});
