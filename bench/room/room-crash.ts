import { join } from "node:path";
import type { Page } from "playwright-core";
import { readSegments } from "../../src/media/recording/segment-folder.ts";
import { BadLine } from "../../test/browser/kit/bad-line.ts";
import { until } from "../../test/browser/kit/chromium.ts";
import { frameTimes, openCall, type Stage } from "../../test/browser/kit/room-stage.ts";
import { type Figure, median, weigh } from "../measure.ts";

const rounds = 5;
const room = "crash";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The media worker killed with -9 in mid-call, five times: what the recording lost and how soon Chromium sees frames again. */
export async function* crashFigures(stage: Stage): AsyncGenerator<Figure> {
  const { media, worker } = stage;
  const pages: Page[] = [];
  for (const name of ["agent", "applicant"]) pages.push(await openCall(stage, room, name, await BadLine.open(0)));
  const lost: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const seenBefore = Date.now();
    for (const page of pages) await firstFrameAfter(page, seenBefore);
    // Not always at the same place of a cluster.
    await pause(4000 + round * 230);
    const back = new Promise<void>((resolve) => {
      const stop = media.listen((event) => {
        if (event.type !== "worker-lost") return;
        stop();
        resolve();
      });
    });
    process.kill(worker.pid, "SIGKILL");
    const killedAt = Date.now();
    const left = readSegments(join(stage.folder, room), stage.key).filter(({ number }) => number === round);
    if (left.length !== 2) throw new Error(`${left.length} of 2 recordings are left after the kill.`);
    lost.push(...left.map(({ endedAt }) => (killedAt - endedAt.getTime()) / 1000));
    await back;
    await Promise.all(pages.map((page) => page.evaluate(() => window.rejoinCall())));
    const seen = await Promise.all(pages.map((page) => firstFrameAfter(page, worker.readyAt)));
    again.push((Math.max(...seen) - worker.readyAt) / 1000);
  }
  await media.closeRoom(room);
  await Promise.all(pages.map((page) => page.close()));
  yield weigh(`kill -9 of the media worker: recording lost, worst of ${lost.length}`, "s", Math.max(...lost), 1.2, {
    atMost: 1,
  });
  yield weigh("kill -9: both see frames again in Chromium after the worker is there, median", "s", median(again), 1, {
    atMost: 1,
  });
}

function firstFrameAfter(page: Page, moment: number): Promise<number> {
  return until("a frame", async () => (await frameTimes(page)).find((at) => at > moment), 30_000);
}
