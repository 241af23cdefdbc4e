import { type ChildProcessByStdio, spawn } from "node:child_process";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { minuteMs } from "../platform/time/durations.ts";
import { largestPicture, type PictureSize } from "./largest-picture.ts";

/** An hour of recording takes a few minutes; what takes longer is no recording of ours. */
const longestMs = 20 * minuteMs;
/** One picture of 4K is 12 MB; no single allocation may be larger than this. */
const mostBytesAtOnce = 128 * 1024 * 1024;
/** "nobody": reading what strangers sent needs no rights. */
const nobody = { uid: 65534, gid: 65534 };

/**
 * A recording (WebM) as MP4 with H.264 and AAC, while it is made: in pieces that play before the last has come, and kept
 * nowhere. One thread, no network, no files; ended when the reader leaves or after twenty minutes. Throws where ffmpeg cannot
 * read it, so that a download breaks off instead of ending as if it were whole. `open` gives the recording from its beginning;
 * it is read twice: a picture that grew with the line is copied at its largest, not at its first size.
 */
export async function* videoCopy(
  ffmpeg: string,
  open: () => AsyncIterable<Uint8Array>,
  withinMs = longestMs,
): AsyncGenerator<Uint8Array> {
  const size = await largestPicture(open()).catch(() => undefined); // what cannot be read is ffmpeg's to refuse
  const child = await start(ffmpeg, size);
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? String(signal)));
  });
  const deadline = setTimeout(() => child.kill("SIGKILL"), withinMs);
  let damaged: Error | undefined;
  const source = pipeline(Readable.from(open()), child.stdin).catch((error: NodeJS.ErrnoException) => {
    // If ffmpeg ends first, writing to it fails; how it ended says why.
    if (childIsGone.includes(error.code ?? "")) return;
    damaged = error;
    child.kill("SIGKILL");
  });
  try {
    yield* child.stdout;
    const code = await ended;
    await source;
    if (damaged) throw damaged;
    if (code !== 0) throw new Error(`ffmpeg could not copy the recording (${code})`);
  } finally {
    clearTimeout(deadline);
    child.kill("SIGKILL");
  }
}

const childIsGone = ["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"];

function start(ffmpeg: string, size: PictureSize | undefined): Promise<ChildProcessByStdio<Writable, Readable, null>> {
  const rights = process.getuid?.() === 0 ? nobody : {};
  return new Promise((resolve, reject) => {
    const child = spawn(ffmpeg, copyArguments(size), {
      stdio: ["pipe", "pipe", "ignore"],
      env: {},
      cwd: "/",
      ...rights,
    });
    child.once("error", reject);
    child.once("spawn", () => resolve(child));
  });
}

const even = (side: number) => side + (side % 2);

/** H.264 wants even sides and one size; a picture of another shape (a phone that was turned) stands in the middle of it. */
const fitting = ({ width, height }: PictureSize) =>
  [
    `scale=${even(width)}:${even(height)}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    `pad=${even(width)}:${even(height)}:(ow-iw)/2:(oh-ih)/2`,
    "setsar=1",
  ].join(",");
const asItIs = "scale=trunc(iw/2)*2:trunc(ih/2)*2";

const copyArguments = (size: PictureSize | undefined) =>
  [
    ["-v", "error", "-max_alloc", String(mostBytesAtOnce)],
    // Only what we hand in, and only as what it should be.
    ["-protocol_whitelist", "pipe", "-f", "matroska", "-threads", "1", "-i", "pipe:0"],
    ["-map", "0:v:0?", "-map", "0:a:0?", "-map_metadata", "-1"],
    ["-vf", size ? fitting(size) : asItIs, "-pix_fmt", "yuv420p"],
    ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-threads", "1", "-fps_mode", "vfr"],
    // Where sound is missing there is silence, so that lips and voice stay together.
    ["-c:a", "aac", "-b:a", "96k", "-af", "aresample=async=1"],
    ["-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "pipe:1"],
  ].flat();
