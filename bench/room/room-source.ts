import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { LoadSource } from "./room-load.ts";

export const sourceSeconds = 20;

/**
 * 640x480@30 VP8 at about 700 kbit/s with a key frame a second, and Opus at 32 kbit/s: moving bars, and at the beginning of
 * each second 100 ms of white with a beep.
 */
export function makeSource(folder: string): LoadSource {
  const flash = "drawbox=x=0:y=0:w=iw:h=ih:color=white:t=fill:enable='lt(mod(t,1),0.1)'";
  const size = `size=640x480:rate=30:duration=${sourceSeconds}`;
  const ivf = join(folder, "source.ivf");
  const vp8 = ["-c:v", "libvpx", "-b:v", "700k", "-maxrate", "800k", "-bufsize", "350k", "-g", "30"];
  const speed = ["-deadline", "realtime", "-cpu-used", "8", "-error-resilient", "1", "-lag-in-frames", "0"];
  ffmpeg(["-f", "lavfi", "-i", `testsrc2=${size}`, "-vf", `eq=brightness=-0.3,${flash}`, ...vp8, ...speed, ivf]);
  const ogg = join(folder, "source.ogg");
  const beep = `aevalsrc='0.5*sin(2000*PI*t)*lt(mod(t,1),0.1)+0.002*sin(400*PI*t)':s=48000:d=${sourceSeconds + 1}`;
  ffmpeg(["-f", "lavfi", "-i", beep, "-c:a", "libopus", "-b:a", "32k", "-vbr", "off", "-frame_duration", "20", ogg]);
  return { ivf, ogg, seconds: sourceSeconds };
}

function ffmpeg(args: string[]): void {
  execFileSync("ffmpeg", ["-v", "error", "-y", ...args], { stdio: ["ignore", "inherit", "inherit"] });
}
