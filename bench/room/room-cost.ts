import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { RoomStory } from "../../test/kit/room/room-story.ts";
import { compare, type Figure, type LeftOut } from "../measure.ts";
import { cpuOfTree } from "../process-cost.ts";
import { type LoadCall, type LoadSource, RoomLoad } from "./room-load.ts";

const warmMs = 3000;
const measureMs = 10_000;
export const costSizes = [10, 15];
const rounds = 3;

export function loadCalls(story: RoomStory, count: number): LoadCall[] {
  return story.calls.slice(0, count).map(({ room, cookies }) => ({ url: story.url, roomId: room.id, cookies }));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU seconds a minute of one call of the process `pid` while the calls run; they are there already. */
async function secondsPerCallMinute(load: RoomLoad, calls: number, pid: () => number): Promise<number> {
  await load.ask({ type: "start" });
  await pause(warmMs);
  const [usedBefore, began] = [cpuOfTree(pid()), performance.now()];
  const before = frames((await load.ask({ type: "stats" })).figures!);
  await pause(measureMs);
  const [used, ms] = [cpuOfTree(pid()) - usedBefore, performance.now() - began];
  const seen = frames((await load.ask({ type: "stats" })).figures!) - before;
  await load.ask({ type: "stop" });
  await load.ask({ type: "leave" });
  const due = (ms / 1000) * 30 * calls * 2;
  if (seen < due * 0.97) throw new Error(`only ${seen} of ${Math.round(due)} frames came: the machine is too busy`);
  return used / 1e6 / (ms / 60_000) / calls;
}

function frames(figures: { received: { frames: number } }[]): number {
  return figures.reduce((sum, { received }) => sum + received.frames, 0);
}

const nameOf = (calls: number) =>
  `CPU of the media worker for a recorded call-minute, ${calls} calls, against Janus VideoRoom recording`;

/** The media worker alone (its process, by the accounts of the kernel) against the process of Janus, round by round. */
export async function* costFigures(
  story: RoomStory,
  source: LoadSource,
  folder: string,
  whyNoJanus: string | undefined,
): AsyncGenerator<Figure | LeftOut> {
  if (whyNoJanus !== undefined) {
    for (const calls of costSizes) yield { name: nameOf(calls), leftOut: whyNoJanus };
    return;
  }
  const load = new RoomLoad(source);
  const peer = new RoomLoad(source, { ownNetwork: true });
  const janusFolder = mkdtempSync(join(folder, "janus-"));
  const ours = (calls: number) => async () => {
    await load.ask({ type: "enter", calls: loadCalls(story, calls) });
    return secondsPerCallMinute(load, calls, () => story.workerPid());
  };
  const floor = (calls: number) => async () => {
    const { janusPid } = await peer.ask({ type: "enter-janus", calls, folder: janusFolder });
    return secondsPerCallMinute(peer, calls, () => janusPid!);
  };
  try {
    for (const calls of costSizes)
      yield await compare(nameOf(calls), "s", { ours: ours(calls), floor: floor(calls) }, { atMost: 1 }, rounds).catch(
        (error: Error) => ({ name: nameOf(calls), leftOut: error.message }),
      );
  } finally {
    await load.close();
    await peer.close();
  }
}
