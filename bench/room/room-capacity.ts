import { join } from "node:path";
import type { RoomStory } from "../../test/kit/room/room-story.ts";
import { type Figure, median, weigh } from "../measure.ts";
import { residentBytes } from "../process-cost.ts";
import { loadCalls } from "./room-cost.ts";
import { type ClientFigures, type LoadSource, RoomLoad } from "./room-load.ts";
import { playableCopies, soundOffsets, trackOf } from "./room-recordings.ts";

const talkMs = 30_000;
const frameMs = 1000 / 30;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** All calls of the story at once on one worker: what every client got, what it cost in memory, and what the recordings hold. */
export async function* capacityFigures(story: RoomStory, source: LoadSource, folder: string): AsyncGenerator<Figure> {
  const calls = story.calls.length;
  const idle = residentBytes(story.workerPid());
  const load = new RoomLoad(source);
  const began = Date.now();
  await load.ask({ type: "enter", calls: loadCalls(story, calls) });
  await load.ask({ type: "start" });
  await pause(talkMs);
  const grown = residentBytes(story.workerPid()) - idle;
  const { figures } = await load.ask({ type: "stop" });
  await load.ask({ type: "leave" });
  await load.close();
  const sent = sum(figures!.map((one) => one.sent.frames));
  const received = sum(figures!.map((one) => one.received.frames));
  yield weigh(`${calls} calls on one worker: frames received, against those sent`, "frames", received, sent, {
    atLeast: 1,
  });
  yield weigh(`${calls} calls: memory of the worker a call, over the idle worker`, "MB", grown / 1e6 / calls, 10, {
    atMost: 1,
  });
  yield* recordingFigures(story, figures!, folder, began);
}

async function* recordingFigures(
  story: RoomStory,
  figures: ClientFigures[],
  folder: string,
  began: number,
): AsyncGenerator<Figure> {
  const gaps: number[] = [];
  const deviations: number[] = [];
  const offsets: number[] = [];
  const calls = story.calls.length;
  for (const [call, { room }] of story.calls.entries()) {
    const key = Buffer.from(story.ctx.secrets.hmac("recording", room.id), "hex");
    const copies = await playableCopies(join(story.ctx.config.dataFolder, "recordings", room.id), key, folder);
    for (const as of ["agent", "applicant"]) {
      // Earlier figures recorded in these rooms as well: their minutes would be judged as holes of this call.
      const { copy, startedAt } = copies.filter(({ memberId }) => memberId === as).at(-1)!;
      if (startedAt.getTime() < began) throw new Error(`call ${call}: the ${as}'s recording began in an earlier one.`);
      const { maxGapMs, firstMs, lastMs } = trackOf(copy, "video");
      gaps.push(maxGapMs);
      const { sent } = figures.find((one) => one.call === call && one.as === as)!;
      const due = sent.frames * frameMs;
      deviations.push((100 * Math.abs(lastMs - firstMs + frameMs - due)) / due);
      if (call < 3) offsets.push(...soundOffsets(copy));
    }
  }
  yield weigh(
    `${calls} calls: longest gap in ${gaps.length} recorded pictures, against two frames`,
    "ms",
    Math.max(...gaps),
    2 * frameMs + 1,
    {
      atMost: 1,
    },
  );
  yield weigh("recorded duration beside what was sent, worst of the recordings", "%", Math.max(...deviations), 0.5, {
    atMost: 1,
  });
  const middle = median(offsets);
  const far = offsets.reduce((worst, each) => (Math.abs(each) > Math.abs(worst) ? each : worst), 0);
  yield weigh(`picture after sound (flash and beep), median of ${offsets.length}`, "ms", Math.abs(middle), 40, {
    atMost: 1,
  });
  yield weigh("picture after sound, the farthest", "ms", Math.abs(far), 40, { atMost: 1 });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
