import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { openStage } from "../test/browser/room-stage.ts";
import { replaySource } from "../test/media-source.ts";
import { createRoomStory } from "../test/room-story.ts";
import { makeDataFolder } from "./bench-database.ts";
import type { Figure } from "./measure.ts";
import { capacityFigures } from "./room-capacity.ts";
import { costFigures } from "./room-cost.ts";
import { crashFigures } from "./room-crash.ts";
import { joinFigure } from "./room-join.ts";
import { lineFigures } from "./room-line.ts";
import { makeSource } from "./room-source.ts";

/** Issue "The room": joining, cost beside Janus, capacity, bad lines, crashes, and what the recordings hold. */
export async function* bench(): AsyncGenerator<Figure> {
  const folder = makeDataFolder();
  try {
    const source = makeSource(folder);
    const { ivf, ogg, seconds } = source;
    const replay = replaySource({ ivf: readFileSync(ivf), ogg: readFileSync(ogg), seconds });
    const stage = await openStage(folder);
    try {
      yield* crashFigures(stage);
      yield* lineFigures(stage, replay);
    } finally {
      await stage.close();
    }
    const story = await createRoomStory({}, { calls: 30 });
    try {
      yield await joinFigure(story);
      // Before the rounds against Janus: a worker that was busy has its memory already.
      yield* capacityFigures(story, source, folder);
      if (hasJanus()) yield* costFigures(story, source, folder);
    } finally {
      await story.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Janus is the peer of the cost figures; they are left out, and said to be, where it cannot be had. */
function hasJanus(): boolean {
  const has = (program: string, flag: string) => spawnSync(program, [flag], { stdio: "ignore" }).status === 0;
  if (!has("janus", "--version") && process.getuid?.() === 0) {
    console.log("Installing the peer of the cost figures: janus");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "janus"],
    ])
      spawnSync("apt-get", args, { stdio: "ignore", env });
  }
  if (!has("janus", "--version"))
    console.log("Left out: CPU against Janus, at 10 and at 15 calls. There is no janus here.");
  else if (!has("unshare", "--version") || spawnSync("unshare", ["-rn", "true"]).status !== 0)
    console.log(
      "Left out: CPU against Janus, at 10 and at 15 calls. Janus needs a network namespace, which this account may not make.",
    );
  else return true;
  return false;
}
