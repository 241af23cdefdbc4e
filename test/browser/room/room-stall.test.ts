import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cleanup } from "node-datachannel";
import { playableCopies, soundOffsets, trackOf } from "../../../bench/room/room-recordings.ts";
import { makeSource } from "../../../bench/room/room-source.ts";
import { replaySource } from "../../kit/room/media-source.ts";
import { RoomClient } from "../../kit/room/room-client.ts";
import { BadLine } from "../kit/bad-line.ts";
import { until } from "../kit/chromium.ts";
import { frameTimes, openCall, openStage } from "../kit/room-stage.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const frameMs = 1000 / 30;

test("lines that stall for 2.5, 3.5, 6 and 12 s in mid-call leave no hole in what is recorded", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "confere-stall-"));
  const stage = await openStage(folder);
  const lines = { agent: await BadLine.open(0), applicant: await BadLine.open(0) };
  const { ivf, ogg, seconds } = makeSource(folder);
  const source = replaySource({ ivf: readFileSync(ivf), ogg: readFileSync(ogg), seconds });
  const agent = new RoomClient("agent", { source });
  const talking = setInterval(() => agent.state === "connected" && agent.tick(performance.now()), 5);
  t.after(async () => {
    clearInterval(talking);
    agent.close();
    for (const line of Object.values(lines)) line.close();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
    // The native side's threads would keep this process.
    cleanup();
  });
  await agent.join((offer) =>
    lines.agent.join(offer, (plain) => stage.media.join("stalls", "agent", plain, 1, { seat: 0 })),
  );
  const page = await openCall(stage, "stalls", "applicant", lines.applicant);
  await until("the picture to move", async () => (await frameTimes(page)).length > 30, 30_000);
  for (const [long, short] of [
    [2500, 2500],
    [3500, 3500],
    [6000, 5000],
    [12_000, 0],
  ] as const) {
    await pause(3000);
    // A browser that hears nothing for over 5 s stops sending by itself: what comes then is no stall any more.
    await Promise.all([lines.agent.stall(long), lines.applicant.stall(short)]);
  }
  await pause(3000);
  assert.equal(await page.evaluate(() => window.callState), "connected");
  await stage.media.closeRoom("stalls");

  const copies = await playableCopies(join(folder, stage.folder.split("/").at(-1)!, "stalls"), stage.key, folder);
  assert.deepEqual(
    copies.map(({ memberId }) => memberId),
    ["agent", "applicant"],
  );
  const [own, chromium] = copies.map(({ copy }) => ({
    copy,
    video: trackOf(copy, "video"),
    audio: trackOf(copy, "audio"),
  }));
  assert.ok(own!.video.maxGapMs <= 2 * frameMs + 1, `a hole of ${own!.video.maxGapMs} ms in the picture`);
  assert.ok(own!.audio.maxGapMs <= 40, `a hole of ${own!.audio.maxGapMs} ms in the sound`);
  const offsets = soundOffsets(own!.copy);
  assert.ok(offsets.length > 30, `${offsets.length} flashes with their beeps`);
  for (const offset of offsets) assert.ok(Math.abs(offset) <= 40, `${offset} ms between flash and beep`);
  // A browser on a busy machine drops frames of its own; it never stands still for a second.
  assert.ok(chromium!.video.maxGapMs < 1000, `a hole of ${chromium!.video.maxGapMs} ms in Chromium's picture`);
  assert.ok(chromium!.audio.maxGapMs < 1000, `a hole of ${chromium!.audio.maxGapMs} ms in Chromium's sound`);
  const slip = chromium!.video.lastMs - chromium!.audio.lastMs;
  assert.ok(Math.abs(slip) < 1000, `${slip} ms between the ends of Chromium's tracks`);
});
