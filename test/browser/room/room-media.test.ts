import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type MediaEvent, type MediaWorkers, startMediaWorkers } from "../../../src/media/media-workers.ts";
import type { RecordedSegment } from "../../../src/media/recording/recorded-segment.ts";
import { readSegments } from "../../../src/media/recording/segment-folder.ts";
import { bundleForPage, launchChromium, until } from "../kit/chromium.ts";
import { probe } from "../kit/ffprobe.ts";
import { startCallOn } from "../kit/room-stage.ts";

let browser: Browser;
let script: string;
let folder: string;
let media: MediaWorkers;
let workerPid = 0;
const key = Buffer.alloc(32, 7);
const events: (MediaEvent & { seenAt: number })[] = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "confere-room-"));
  [browser, script] = await Promise.all([launchChromium(), bundleForPage("test/browser/kit/room-call-page.ts")]);
  const log = {
    warn: () => {},
    info: (details: object) => (workerPid = (details as { pid: number }).pid),
  };
  media = await startMediaWorkers({
    count: 1,
    folder,
    address: "127.0.0.1",
    port: 0,
    keyOf: () => key.toString("hex"),
    log,
  });
  media.listen((event) => events.push({ ...event, seenAt: Date.now() }));
});

after(async () => {
  await browser?.close();
  await media?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openCallPage(room: string, member: string): Promise<Page> {
  const page = await browser.newPage();
  await page.exposeFunction("sendJoin", (offer: string, attempt: number) => media.join(room, member, offer, attempt));
  await page.exposeFunction("sendCandidate", (candidate: string, mid: string) =>
    media.candidate(room, member, candidate, mid),
  );
  await startCallOn(page, script);
  return page;
}

const frames = (page: Page) => page.evaluate(() => window.framesSeen());
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function moves(page: Page): Promise<void> {
  const start = await frames(page);
  await until("the other side's picture to move", async () => (await frames(page)) > start + 5);
}

/** Every chunk's bytes against the log as they stream, then what ffprobe says of the playable copy. */
async function judge(segment: RecordedSegment): Promise<{ seconds: number; kinds: string[] }> {
  const copy = `${segment.path}.playable.webm`;
  await writeFile(copy, segment.content());
  const { packets, seconds } = probe(copy);
  const decoded = execFileSync("ffmpeg", ["-v", "error", "-i", copy, "-fps_mode", "passthrough", "-f", "null", "-"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  assert.equal(decoded.toString(), "");
  return { seconds, kinds: Object.keys(packets).sort() };
}

/** Lines of each key frame's shorter side, as ffprobe reads them. */
function recordedLines(copy: string): number[] {
  const asked = ["-v", "error", "-select_streams", "v", "-skip_frame", "nokey", "-show_entries", "frame=width,height"];
  const rows = execFileSync("ffprobe", [...asked, "-of", "csv=p=0", copy])
    .toString()
    .split("\n")
    .filter(Boolean);
  return rows.map((row) => Math.min(...row.split(",").slice(0, 2).map(Number)));
}

test("two people see and hear each other, and both are recorded", async () => {
  const agent = await openCallPage("room-a", "agent");
  await until("the agent's connection", () => agent.evaluate(() => window.callState === "connected"));
  assert.equal(readSegments(join(folder, "room-a"), key).length, 0, "somebody alone is not recorded");
  const joinedAt = Date.now();
  const applicant = await openCallPage("room-a", "applicant");
  await Promise.all([moves(agent), moves(applicant)]);
  for (const page of [agent, applicant]) {
    const all = () =>
      page.evaluate(() => Object.values(window.callTicks ?? {}).filter((tick) => tick === true).length === 4);
    await until("four ticks", all);
  }
  const still = await applicant.evaluate(() => window.still());
  assert.equal(still.type, "image/jpeg");
  assert.ok(still.width >= 1280, `still is ${still.width} wide`);

  await applicant.evaluate(() => window.rejoinCall());
  await pause(300);
  await Promise.all([moves(agent), moves(applicant)]);
  await pause(4000);
  const seconds = (Date.now() - joinedAt) / 1000;
  const segments = await media.closeRoom("room-a");
  assert.deepEqual(
    segments.map(({ memberId, number }) => `${memberId}-${number}`),
    ["agent-0", "applicant-0"],
  );
  for (const segment of segments) {
    const judged = await judge(segment);
    assert.deepEqual(judged.kinds, ["opus", "vp8"]);
    assert.ok(Math.abs(judged.seconds - seconds) < 3, `${judged.seconds} s recorded of ${seconds} s`);
    const lines = recordedLines(`${segment.path}.playable.webm`);
    assert.ok(Math.max(...lines) >= 720, `a camera of 1080p is recorded at ${Math.max(...lines)} lines`);
    assert.ok(lines.at(-1)! >= 720, `the line is good, and the picture ends at ${lines.at(-1)} lines`);
  }
  await Promise.all([agent.close(), applicant.close()]);
  await media.removeRoom("room-a");
  assert.deepEqual(readSegments(join(folder, "room-a"), key), []);
});

test("a worker killed in mid-call costs at most 1.2 s of recording and the call comes back", async () => {
  const agent = await openCallPage("room-b", "agent");
  const applicant = await openCallPage("room-b", "applicant");
  media.listen((event) => {
    if (event.type !== "worker-lost" || event.roomId !== "room-b") return;
    for (const page of [agent, applicant]) void page.evaluate(() => window.rejoinCall());
  });
  await Promise.all([moves(agent), moves(applicant)]);
  await until("both recordings to run", () => {
    const running = events.filter((event) => event.type === "chunk" && event.roomId === "room-b" && event.number >= 3);
    return new Set(running.map((event) => event.type === "chunk" && event.memberId)).size === 2;
  });
  const killed = workerPid;
  process.kill(killed, "SIGKILL");
  const killedAt = Date.now();
  const left = readSegments(join(folder, "room-b"), key);
  assert.equal(left.length, 2);
  for (const { memberId, endedAt } of left) {
    const lost = killedAt - endedAt.getTime();
    assert.ok(lost <= 1200, `${memberId}: ${lost} ms lost`);
  }
  await until("another worker", () => workerPid !== killed);
  await pause(500);
  await Promise.all([moves(agent), moves(applicant)]);
  const backAfter = Date.now() - killedAt;
  assert.ok(backAfter < 10_000, `call back after ${backAfter} ms`);
  await pause(3000);
  const segments = await media.closeRoom("room-b");
  assert.deepEqual(
    segments.map(({ memberId, number }) => `${memberId}-${number}`),
    ["agent-0", "agent-1", "applicant-0", "applicant-1"],
  );
  for (const segment of segments) assert.deepEqual((await judge(segment)).kinds, ["opus", "vp8"]);
  assert.equal(
    JSON.parse(segments[1]!.log.split("\n")[0]!).previous,
    segments[0]!.head,
    "the new segment continues the chain",
  );
  await Promise.all([agent.close(), applicant.close()]);
});

test("an offer that is no offer is refused and the worker goes on", async () => {
  await assert.rejects(media.join("room-c", "applicant", "v=0\r\nnonsense", 1), { reason: "offer-unusable" });
  const bomb = `v=0\r\na=fingerprint:sha-256 AA\r\n${"m=video 9 UDP/TLS/RTP/SAVPF 96\r\n".repeat(5000)}`;
  await assert.rejects(media.join("room-c", "applicant", bomb, 2), { reason: "offer-unusable" });
  assert.deepEqual(await media.closeRoom("room-c"), []);
});
