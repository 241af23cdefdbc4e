import { execFileSync } from "node:child_process";

/** What ffprobe reads in a media file. */
export interface Probed {
  /** Codec of each stream and its packets, each read: { opus: 412, vp8: 240 }. */
  readonly packets: Readonly<Record<string, number>>;
  /** Length in seconds. */
  readonly seconds: number;
  readonly bytes: number;
}

/** Reads the whole file. Throws with ffprobe's own words where it can't. */
export function probe(file: string): Probed {
  const entries = "stream=codec_name,nb_read_packets:format=duration,size";
  const asked = ["-v", "error", "-count_packets", "-show_entries", entries, "-of", "json", file];
  const { streams, format } = JSON.parse(execFileSync("ffprobe", asked).toString()) as {
    streams: { codec_name: string; nb_read_packets: string }[];
    format: { duration: string; size: string };
  };
  return {
    packets: Object.fromEntries(
      streams.map(({ codec_name, nb_read_packets }) => [codec_name, Number(nb_read_packets)]),
    ),
    seconds: Number(format.duration),
    bytes: Number(format.size),
  };
}
