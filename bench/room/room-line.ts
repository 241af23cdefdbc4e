import { join } from "node:path";
import type { Page } from "playwright-core";
import { BadLine } from "../../test/browser/kit/bad-line.ts";
import { until } from "../../test/browser/kit/chromium.ts";
import { frameTimes, openCall, type Stage } from "../../test/browser/kit/room-stage.ts";
import type { MediaSource } from "../../test/kit/room/media-source.ts";
import { RoomClient, talk } from "../../test/kit/room/room-client.ts";
import { type Figure, weigh } from "../measure.ts";
import { playableCopies, trackOf } from "./room-recordings.ts";

const frozenMs = 500;
const lossMs = 45_000;
const cutMs = 10_000;
const cleanMs = 15_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two browsers and two clients of the load generator on a line that loses 5 % of every hop; then a line that is cut. */
export async function* lineFigures(stage: Stage, source: MediaSource): AsyncGenerator<Figure> {
  yield* lossFigures(stage, source);
  yield* cutFigures(stage);
}

async function* lossFigures(stage: Stage, source: MediaSource): AsyncGenerator<Figure> {
  const names = ["agent", "applicant"];
  const lines = await Promise.all(names.map(() => BadLine.open(0)));
  const pages: Page[] = [];
  for (const [seat, name] of names.entries()) pages.push(await openCall(stage, "watched", name, lines[seat]!));
  for (const page of pages)
    await until("the picture to move", async () => (await frameTimes(page)).length > 60, 30_000);
  const calm = Date.now();
  await pause(cleanMs);
  const frozenBefore = await Promise.all(pages.map((page) => frozenSince(page, calm)));
  for (const line of lines) line.loss = 0.05;
  const clients = names.map((name) => new RoomClient(`lossy-${name}`, { source, loss: 0.05 }));
  for (const [seat, client] of clients.entries())
    await client.join((offer) => stage.media.join("counted", names[seat]!, offer, 1, { seat }));
  await talk(clients, 3000);
  const begin = Date.now();
  await talk(clients, lossMs);
  const frozen = await Promise.all(pages.map((page) => frozenSince(page, begin)));
  await Promise.all(pages.map((page) => page.close()));
  for (const line of lines) line.close();
  for (const client of clients) client.close();
  for (const room of ["watched", "counted"]) await stage.media.closeRoom(room);
  const copies = await playableCopies(join(stage.folder, "counted"), stage.key, stage.folder);
  const video = copies.map(({ copy }) => trackOf(copy, "video"));
  const audio = copies.map(({ copy }) => trackOf(copy, "audio"));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const seconds = sum(video.map(({ lastMs, firstMs }) => lastMs - firstMs)) / 1000;
  yield weigh("recorded picture of the 5 % line, seconds judged", "s", seconds, (2 * lossMs) / 1000, { atLeast: 1 });
  const name = "5 % lost on each hop (load generator)";
  yield weigh(`${name}: recorded frames lost`, "frames", sum(video.map(({ lost }) => lost)), 1, { atMost: 0 });
  const share = (100 * sum(audio.map(({ lost }) => lost))) / sum(audio.map(({ count, lost }) => count + lost));
  yield weigh(`${name}: recorded sound lost`, "%", share, 0.5, { atMost: 1 });
  const worst = Math.max(...frozen) / 1000;
  const before = Math.max(...frozenBefore) / 1000;
  yield weigh("the same call before any loss (Chromium): frozen, of 15 s, worse side", "s", before, 2 / 3, {
    atMost: 1,
  });
  yield weigh("5 % lost on each hop (Chromium): picture frozen for over 0.5 s, of 45 s, worse side", "s", worst, 2, {
    atMost: 1,
  });
}

async function* cutFigures(stage: Stage): AsyncGenerator<Figure> {
  const line = await BadLine.open(0);
  const agent = await openCall(stage, "cut", "agent", await BadLine.open(0));
  const applicant = await openCall(stage, "cut", "applicant", line);
  for (const page of [agent, applicant])
    await until("the picture to move", async () => (await frameTimes(page)).length > 30, 30_000);
  line.isCut = true;
  await pause(cutMs);
  line.isCut = false;
  const back = Date.now();
  for (const [name, page] of [
    ["applicant", applicant],
    ["agent", agent],
  ] as const) {
    const first = await until(
      "the picture to come back",
      async () => (await frameTimes(page)).find((at) => at > back),
      30_000,
    );
    yield weigh(
      `the applicant's line cut for 10 s: the ${name}'s picture after it is back`,
      "s",
      (first - back) / 1000,
      2,
      {
        atMost: 1,
      },
    );
  }
  await stage.media.closeRoom("cut");
  await Promise.all([agent.close(), applicant.close()]);
}

async function frozenSince(page: Page, begin: number): Promise<number> {
  const times = [begin, ...(await frameTimes(page)).filter((at) => at > begin), Date.now()];
  return times.slice(1).reduce((sum, at, n) => {
    const gap = at - times[n]!;
    return gap > frozenMs ? sum + gap : sum;
  }, 0);
}
