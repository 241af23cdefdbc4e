import assert from "node:assert/strict";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { readinessOf } from "../../../src/rooms/readiness/readiness-reads.ts";
import { openRecording } from "../../../src/rooms/recordings/open-recording.ts";
import { isRecordingReported, recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { storeRecordings } from "../../../src/rooms/recordings/store-recordings.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { bundleForPage, launchChromium, until } from "../kit/chromium.ts";
import { probe } from "../kit/ffprobe.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

// The holder's network lets no UDP through: this Chromium may send none at all (RFC 8828 §5.2, mode 4). The agent's may.

const withoutUdp = ["--webrtc-ip-handling-policy=disable_non_proxied_udp"];
const phone = { viewport: { width: 360, height: 740 }, bypassCSP: true };

type Seen = Window & { connections: RTCPeerConnection[] };

describe("a holder whose network blocks UDP", () => {
  let story: RoomStory;
  let holders: Browser;
  let agents: Browser;
  let holder: Page;
  let agent: Page;
  /** How the holder's page asked to join, in order. */
  const joins: string[] = [];

  before(async () => {
    let script: string;
    [holders, agents, story, script] = await Promise.all([
      launchChromium(withoutUdp),
      launchChromium(),
      createRoomStory({ demo: true }),
      bundleForPage("test/browser/kit/room-agent-page.ts"),
    ]);
    holder = await (await contextIn(holders, "confere_pedido")).newPage();
    holder.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const message = JSON.parse(String(payload)) as { type: string; transport?: string };
        if (message.type === "join") joins.push(message.transport ?? "");
      }),
    );
    agent = await (await contextIn(agents, "confere_agente")).newPage();
    await agent.goto(`${story.url}/health?sala=${story.room.id}`);
    await agent.addScriptTag({ content: script });
  });
  after(async () => {
    await holders?.close();
    await agents?.close();
    await story?.close();
  });

  async function contextIn(browser: Browser, cookie: keyof RoomStory["cookies"]): Promise<BrowserContext> {
    const context = await browser.newContext(phone);
    await context.addCookies([{ name: cookie, value: story.cookies[cookie], url: story.url }]);
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    await context.addInitScript(() => {
      const seen = window as unknown as Seen;
      const Real = RTCPeerConnection;
      seen.connections = [];
      window.RTCPeerConnection = class extends Real {
        constructor(settings?: RTCConfiguration) {
          super(settings);
          seen.connections.push(this);
        }
      };
    });
    return context;
  }

  /** The way of the newest connection, by the browser's own word: "tcp" or "udp"; "none" before it stands. */
  const wayOf = (page: Page) =>
    page.evaluate(async () => {
      const connection = (window as unknown as Seen).connections.at(-1);
      const entries = [...((await connection?.getStats()) ?? new Map()).values()] as Record<string, unknown>[];
      const pair = entries.find((entry) => entry["type"] === "candidate-pair" && entry["nominated"] === true);
      const local = entries.find((entry) => entry["id"] === pair?.["localCandidateId"]);
      return connection?.connectionState === "connected" ? String(local?.["protocol"]) : "none";
    });
  const attempts = () => holder.evaluate(() => (window as unknown as Seen).connections.length);
  const heading = (name: string | RegExp) =>
    holder.getByRole("heading", { level: 1, name }).waitFor({ timeout: 60_000 });
  const holderFrames = () =>
    holder.evaluate(
      () => (document.getElementById("sala-agente") as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
    );
  const agentFrames = () => agent.evaluate(() => window.agent.frames());
  const lineAtDesk = () => agent.evaluate(() => window.agent.heard.findLast((message) => message.type === "line"));

  async function bothSeeAndHear(): Promise<void> {
    for (const frames of [holderFrames, agentFrames]) {
      const start = await frames();
      await until("moving frames", async () => (await frames()) > start + 5, 30_000);
    }
    const ticks = '#sala-provas [data-done="sim"]';
    await until("four ticks", async () => (await holder.locator(ticks).count()) === 4, 30_000);
  }

  test("the call page falls back by itself: the holder on TCP, the agent on UDP, both see and hear", async () => {
    await holder.goto(`${story.url}/pedido/${story.order.number}/sala`);
    await heading("Tudo certo");
    await holder.getByRole("button", { name: "Ingressar agora" }).click();
    await heading("Você é o próximo");
    await agent.evaluate(() => window.agent.join());
    await agent.evaluate(() => window.agent.send({ type: "admit" }));
    await until("the holder's connection", async () => (await wayOf(holder)) === "tcp", 30_000);
    assert.deepEqual([joins[0], joins.at(-1)], ["udp", "tcp"], "UDP is tried first");
    await bothSeeAndHear();
    assert.equal(await wayOf(agent), "udp");
    await holder.getByText("Sua rede bloqueia o caminho direto das chamadas.").waitFor();
    await until("the desk to know", async () => {
      const line = await lineAtDesk();
      return line?.type === "line" && line.transport === "tcp" && line.imageIn && line.soundIn;
    });
    assert.deepEqual(await faultsOf(holder), []);
    await takePictures(holder, "room-tcp");
  });

  test("the line test finds it, says so, keeps it for the desk, and the next joining goes by TCP at once", async () => {
    const page = await holder.context().newPage();
    await page.goto(`${story.url}/pedido/${story.order.number}/teste`);
    await press(page, "Começar o teste");
    const found = page.locator("#achado-udp");
    await until("the finding", async () => (await found.getAttribute("data-verdict")) === "weak", 90_000);
    assert.match((await found.textContent())!, /só por TCP.*bloqueia o caminho direto.*funciona/s);
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "readiness-tcp");
    await page.goto(`${story.url}/health`); // a page that is left keeps what it found
    const kept = async () => (await readinessOf(story.ctx.db, story.order.orderId))?.findings.udp;
    assert.deepEqual(await until("the finding kept", kept, 30_000), { verdict: "weak", value: "só por TCP" });
    await page.close();
    joins.length = 0;
    await holder.reload();
    await until("the holder's connection", async () => (await wayOf(holder)) === "tcp", 30_000);
    assert.deepEqual([...new Set(joins)], ["tcp"], "no attempt over UDP");
    await bothSeeAndHear();
  });

  test("after a cut the page joins anew by TCP", async () => {
    const before = await attempts();
    const killed = story.workerPid();
    process.kill(killed, "SIGKILL");
    await until("another worker", () => story.workerPid() !== killed);
    await until("a new connection", async () => (await attempts()) > before && (await wayOf(holder)) === "tcp", 30_000);
    await bothSeeAndHear();
  });

  test("both are recorded from the first meeting on, and ffprobe reads picture and sound of each", async () => {
    await agent.evaluate(() => window.agent.send({ type: "end" }));
    await heading("A videoconferência terminou");
    // Nobody decided, so the product would wait for the end of the slot.
    await storeRecordings(story.ctx, story.media, { roomId: story.room.id });
    const recordings = await until(
      "stored recordings",
      async () => {
        const isWhole = await isRecordingReported(story.ctx.db, story.room.id);
        return isWhole ? recordingsOf(story.ctx.db, story.room.id) : undefined;
      },
      60_000,
    );
    const names = recordings.map(({ member, segment }) => `${member}-${segment}`);
    assert.deepEqual(names, ["agent-0", "agent-1", "applicant-0", "applicant-1"]);
    for (const { id, member } of recordings) {
      const copy = join(story.ctx.config.dataFolder, `${id}.webm`);
      await pipeline(Readable.from((await openRecording(story.ctx, id)).stream()), createWriteStream(copy));
      const { packets } = probe(copy);
      assert.deepEqual(Object.keys(packets).sort(), ["opus", "vp8"]);
      // bothSeeAndHear waited for more than five pictures on the other side of each stretch.
      assert.ok(packets["vp8"]! > 5 && packets["opus"]! > 0, `${member}: ${JSON.stringify(packets)}`);
    }
  });
});
