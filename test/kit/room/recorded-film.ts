import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordedSegment } from "../../../src/rooms/media-port.ts";

/** A side of a call as the recorder writes it (VP8 and Opus in WebM): a moving picture and a tone of `hertz`. Needs ffmpeg. */
export function recordedFilm(seconds: number, hertz: number): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "confere-film-"));
  const path = join(folder, "film.webm");
  try {
    const picture = ["-f", "lavfi", "-i", `testsrc=size=160x120:rate=5:duration=${seconds}`];
    const sound = ["-f", "lavfi", "-i", `sine=frequency=${hertz}:duration=${seconds}`];
    const codecs = [
      "-c:v",
      "libvpx",
      "-deadline",
      "realtime",
      "-cpu-used",
      "8",
      "-b:v",
      "60k",
      "-g",
      "10",
      "-c:a",
      "libopus",
    ];
    const made = spawnSync("ffmpeg", [
      "-loglevel",
      "error",
      ...picture,
      ...sound,
      ...codecs,
      "-cues_to_front",
      "1",
      path,
    ]);
    if (made.status !== 0) throw new Error(`ffmpeg: ${made.error?.message ?? String(made.stderr)}`);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The film as a finished segment of a room's recording that began at `startedAt`. */
export function filmSegment(
  member: string,
  number: number,
  film: Buffer,
  startedAt: Date,
  seconds: number,
): RecordedSegment {
  const chunk = createHash("sha256").update(film).digest();
  const head = createHash("sha256").update(Buffer.alloc(32)).update(chunk).digest("hex");
  return {
    memberId: member,
    number,
    bytes: film.length,
    chunks: 1000 + number,
    head,
    startedAt,
    endedAt: new Date(startedAt.getTime() + seconds * 1000),
    quality: "",
    log: `${JSON.stringify({ n: 0, offset: 0, length: film.length, chain: head })}\n`,
    header: film.subarray(0, 40),
    content: async function* () {
      yield film;
    },
  };
}
