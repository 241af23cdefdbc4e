import type { OfferedAudio, OfferedVideo } from "./session-offer.ts";

/** One outgoing stream of a connection; what is sent before the connection stands is dropped. */
export type Wire = { ssrc: number; send(bytes: Buffer): void };

/** `bind` = local address or undefined for all; `announce` = what browsers are told instead of it. */
export type TransportAddress = { bind: string | undefined; announce: string | undefined; port: number };

/** Plain RTP and RTCP packets to and from one browser; ICE, DTLS and SRTP happen behind it. */
export interface Transport {
  /** `receives`: the browser sends on this pair as well. Every packet of it, RTCP included, goes to `receive`. */
  audio(offered: OfferedAudio, lane: number, receives: boolean, receive: (bytes: Buffer) => void): Wire;
  video(offered: OfferedVideo, lane: number, receives: boolean, receive: (bytes: Buffer) => void): Wire;
  /** Our answer with every candidate in it. Rejects with OfferUnusable. */
  answer(): Promise<string>;
  /** False when the candidate cannot be read; the connection goes on without it. */
  addCandidate(candidate: string, mid: string): boolean;
  close(): void;
}
