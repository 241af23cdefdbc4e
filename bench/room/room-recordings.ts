import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { recordedSegment } from "../../src/media/recording/recorded-segment.ts";
import { readSegments, type Segment } from "../../src/media/recording/segment-folder.ts";

const frameMs = { video: 1000 / 30, audio: 20 };
const rate = 48_000;

/** One track as ffprobe finds it. `lost` = pieces of the time line between the first and the last that are not there. */
export type RecordedTrack = { count: number; lost: number; maxGapMs: number; firstMs: number; lastMs: number };

/** Every segment of a room's folder as a file that anything plays, in `folder`. */
export async function playableCopies(
  room: string,
  key: Buffer,
  folder: string,
): Promise<(Segment & { copy: string })[]> {
  const copies: (Segment & { copy: string })[] = [];
  for (const segment of readSegments(room, key)) {
    const copy = join(folder, `${room.split("/").at(-1)}-${segment.memberId}-${segment.number}.webm`);
    await writeFile(copy, recordedSegment(segment, key).content());
    copies.push({ ...segment, copy });
  }
  return copies;
}

export function trackOf(copy: string, kind: "video" | "audio"): RecordedTrack {
  const entries = ["-select_streams", kind[0]!, "-show_entries", "packet=pts_time", "-of", "csv=p=0", copy];
  const times = run("ffprobe", ["-v", "error", ...entries])
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((time) => Number.parseFloat(time) * 1000)
    .sort((a, b) => a - b);
  const [firstMs, lastMs] = [times[0] ?? 0, times.at(-1) ?? 0];
  const due = Math.round((lastMs - firstMs) / frameMs[kind]) + 1;
  const gaps = times.slice(1).map((time, n) => time - times[n]!);
  return {
    count: times.length,
    lost: Math.max(0, due - times.length),
    maxGapMs: Math.max(0, ...gaps),
    firstMs,
    lastMs,
  };
}

/** Of each flash that has a beep: how much later the picture is than the sound, in ms. Judged on decoded media. */
export function soundOffsets(copy: string): number[] {
  const flashes = onsets(brightness(copy), (value) => value > 150);
  const beeps = onsets(loudness(copy), (value) => value > 0.1);
  return flashes.flatMap((flash) => {
    const near = beeps.find((beep) => Math.abs(beep - flash) < 400);
    return near === undefined ? [] : [flash - near];
  });
}

type Sample = { ms: number; value: number };

function onsets(samples: Sample[], isOn: (value: number) => boolean): number[] {
  const found: number[] = [];
  let lastOn = Number.NEGATIVE_INFINITY;
  for (const { ms, value } of samples) {
    if (!isOn(value)) continue;
    if (ms - lastOn > 300) found.push(ms);
    lastOn = ms;
  }
  return found;
}

/** Mean luma of each frame. */
function brightness(copy: string): Sample[] {
  const print = "signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=-";
  const text = run("ffmpeg", [
    "-v",
    "error",
    "-copyts",
    "-i",
    copy,
    "-vf",
    print,
    "-fps_mode",
    "passthrough",
    "-f",
    "null",
    "-",
  ]);
  return [...text.toString().matchAll(/pts_time:(\S+)\s+lavfi\.signalstats\.YAVG=(\S+)/g)].map(([, time, value]) => ({
    ms: Number(time) * 1000,
    value: Number(value),
  }));
}

/** Peak of each millisecond of sound, on the file's time line. */
function loudness(copy: string): Sample[] {
  const line = ["-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", String(rate), "-f", "s16le", "-"];
  const pcm = run("ffmpeg", ["-v", "error", "-copyts", "-i", copy, "-vn", ...line]);
  const samples: Sample[] = [];
  const step = rate / 1000;
  for (let ms = 0; (ms + 1) * step * 2 <= pcm.length; ms++) {
    let value = 0;
    for (let n = 0; n < step; n++) value = Math.max(value, Math.abs(pcm.readInt16LE((ms * step + n) * 2)) / 32768);
    samples.push({ ms, value });
  }
  return samples;
}

function run(program: string, args: string[]): Buffer {
  return execFileSync(program, args, { maxBuffer: 256 * 1024 * 1024, stdio: ["ignore", "pipe", "inherit"] });
}
