/** What the browser's offer says about one pair of audio and video sections. */
export type OfferedAudio = { mid: string; opus: number; red: number | undefined };
export type OfferedVideo = { mid: string; vp8: number; rtx: number | undefined; absSendTime: number | undefined };
export type OfferedLane = { audio: OfferedAudio | undefined; video: OfferedVideo | undefined; receives: boolean };

/** The offer cannot carry a call with us; `message` says why, in English, for the log. */
export class OfferUnusable extends Error {}

const MAX_LENGTH = 64 * 1024;
const MAX_SECTIONS = 12;

/**
 * Lane 0 is the member's own sound and picture and the first other person's; later lanes (receive only) carry
 * a third and a fourth person. The nth audio section belongs to the nth video section.
 */
export function readOffer(sdp: string): OfferedLane[] {
  if (sdp.length > MAX_LENGTH) throw new OfferUnusable("offer too long");
  const sections = sdp.split(/(?=^m=)/m).slice(1);
  if (sections.length === 0 || sections.length > MAX_SECTIONS) throw new OfferUnusable("number of media sections");
  if (!/^a=fingerprint:sha-256 /m.test(sdp)) throw new OfferUnusable("no sha-256 fingerprint");
  const audio = sections.filter((section) => section.startsWith("m=audio")).map(readAudio);
  const video = sections.filter((section) => section.startsWith("m=video")).map(readVideo);
  return Array.from({ length: Math.max(audio.length, video.length) }, (_, index) => ({
    audio: audio[index]?.media,
    video: video[index]?.media,
    receives: (audio[index]?.sends ?? false) || (video[index]?.sends ?? false),
  }));
}

function readAudio(section: string): { media: OfferedAudio; sends: boolean } {
  const opus = number(section, /^a=rtpmap:(\d+) opus\/48000/im);
  if (opus === undefined) throw new OfferUnusable("no Opus");
  const media = { mid: mid(section), opus, red: number(section, /^a=rtpmap:(\d+) red\/48000/im) };
  return { media, sends: sends(section) };
}

function readVideo(section: string): { media: OfferedVideo; sends: boolean } {
  const vp8 = number(section, /^a=rtpmap:(\d+) VP8\/90000/im);
  if (vp8 === undefined) throw new OfferUnusable("no VP8");
  const rtx = number(section, new RegExp(`^a=fmtp:(\\d+) apt=${vp8}\\b`, "m"));
  const absSendTime = number(section, /^a=extmap:(\d+)(?:\/\w+)? \S*abs-send-time/m);
  return { media: { mid: mid(section), vp8, rtx, absSendTime }, sends: sends(section) };
}

function mid(section: string): string {
  const found = /^a=mid:(\S{1,32})\s*$/m.exec(section)?.[1];
  if (found === undefined) throw new OfferUnusable("section without mid");
  return found;
}

function sends(section: string): boolean {
  return !/^a=(recvonly|inactive)\s*$/m.test(section);
}

/** Payload types and extension ids are 7 and 4 bit values; anything larger is no valid offer. */
function number(section: string, pattern: RegExp): number | undefined {
  const text = pattern.exec(section)?.[1];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 127) throw new OfferUnusable("number out of range");
  return value;
}
