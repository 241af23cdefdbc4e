import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { openStage } from "../test/browser/kit/room-stage.ts";
import { replaySource } from "../test/kit/room/media-source.ts";
import { createRoomStory } from "../test/kit/room/room-story.ts";
import { makeDataFolder } from "./bench-database.ts";
import { isInstalled } from "./installed.ts";
import type { Figure, LeftOut } from "./measure.ts";
import { capacityFigures } from "./room/room-capacity.ts";
import { costFigures, costSizes } from "./room/room-cost.ts";
import { crashFigures } from "./room/room-crash.ts";
import { joinFigure } from "./room/room-join.ts";
import { lineFigures } from "./room/room-line.ts";
import type { LoadSource } from "./room/room-load.ts";
import { makeSource } from "./room/room-source.ts";

const parts = ["crash", "line", "join", "capacity", "cost"] as const;

/**
 * The room: joining, cost beside Janus, capacity, bad lines, crashes, and what the recordings hold. `only` = one of
 * `parts`, for a machine that cannot be had for half an hour.
 */
export async function* bench(only?: string): AsyncGenerator<Figure | LeftOut> {
  if (only !== undefined && !parts.some((part) => part === only)) throw new Error(`Parts: ${parts.join(", ")}`);
  const has = (...some: (typeof parts)[number][]) => only === undefined || some.some((part) => part === only);
  const folder = makeDataFolder();
  try {
    const source = makeSource(folder);
    if (has("crash", "line")) yield* onStage(folder, source, has);
    if (has("join", "capacity", "cost")) yield* onStory(folder, source, has);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Has = (...some: (typeof parts)[number][]) => boolean;

async function* onStage(folder: string, { ivf, ogg, seconds }: LoadSource, has: Has): AsyncGenerator<Figure> {
  const stage = await openStage(folder);
  try {
    if (has("crash")) yield* crashFigures(stage);
    const replay = replaySource({ ivf: readFileSync(ivf), ogg: readFileSync(ogg), seconds });
    if (has("line")) yield* lineFigures(stage, replay);
  } finally {
    await stage.close();
  }
}

async function* onStory(folder: string, source: LoadSource, has: Has): AsyncGenerator<Figure | LeftOut> {
  const story = await createRoomStory({}, { calls: has("join", "capacity") ? 30 : Math.max(...costSizes) });
  try {
    if (has("join")) yield await joinFigure(story);
    // Before the rounds against Janus: a worker that was busy has its memory already.
    if (has("capacity")) yield* capacityFigures(story, source, folder);
    if (has("cost")) yield* costFigures(story, source, folder, whyNoJanus());
  } finally {
    await story.close();
  }
}

/** Janus is the peer of the cost figures; where it cannot be had, this says why. */
function whyNoJanus(): string | undefined {
  if (!isInstalled("janus", "--version") && process.getuid?.() === 0) {
    console.log("Installing the peer of the cost figures: janus");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "janus"],
    ])
      spawnSync("apt-get", args, { stdio: "ignore", env });
  }
  if (!isInstalled("janus", "--version")) return "there is no janus here";
  if (!isInstalled("ip", "-V")) return "there is no ip (iproute2) here, which makes the network of Janus";
  if (!isInstalled("unshare", "--version") || spawnSync("unshare", ["-rn", "true"]).status !== 0)
    return "Janus needs a network namespace, which this account may not make";
  return undefined;
}
