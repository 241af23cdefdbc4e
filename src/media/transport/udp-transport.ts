import { randomInt } from "node:crypto";
import { Audio, PeerConnection, type RtcConfig, type Track, Video } from "node-datachannel";
import { type OfferedAudio, type OfferedVideo, OfferUnusable } from "../wire/session-offer.ts";
import type { Transport, TransportAddress, Wire } from "../wire/transport.ts";

const ANSWER_MS = 5000;

/** WebRTC over the worker's one UDP port; native. */
export class UdpTransport implements Transport {
  private readonly connection: PeerConnection;
  private readonly offer: string;
  private readonly announce: string | undefined;
  private readonly state: (state: string) => void;
  /** Native tracks end when nobody holds them. */
  private readonly tracks: Track[] = [];
  private closed = false;

  constructor(name: string, offer: string, address: TransportAddress, state: (state: string) => void) {
    this.offer = offer;
    this.announce = address.announce;
    const config: RtcConfig = {
      iceServers: [],
      enableIceUdpMux: true,
      portRangeBegin: address.port,
      portRangeEnd: address.port,
      disableAutoNegotiation: true,
      forceMediaTransport: true,
      mtu: 1200,
      ...(address.bind === undefined ? {} : { bindAddress: address.bind }),
    };
    this.connection = new PeerConnection(name, config);
    this.state = state;
    this.connection.onStateChange((now) => this.closed || state(now));
  }

  audio({ mid, opus, red }: OfferedAudio, lane: number, receives: boolean, receive: (bytes: Buffer) => void): Wire {
    const ssrc = randomInt(1, 0xffffffff);
    const audio = new Audio(mid, receives ? "SendRecv" : "SendOnly");
    // The first codec of the answer is the one the browser sends: redundancy first (measured: 4 % -> 0.3 % of sound lost).
    if (red !== undefined) audio.addAudioCodec(red, "red/48000/2", `${opus}/${opus}`);
    audio.addOpusCodec(opus, "minptime=10;useinbandfec=1");
    audio.addSSRC(ssrc, "confere", `lane${lane}`, `lane${lane}-audio`);
    return this.add(audio, ssrc, receive);
  }

  video(offered: OfferedVideo, lane: number, receives: boolean, receive: (bytes: Buffer) => void): Wire {
    const { mid, vp8, rtx, absSendTime } = offered;
    const ssrc = randomInt(1, 0xffffffff);
    const video = new Video(mid, receives ? "SendRecv" : "SendOnly");
    video.addVP8Codec(vp8);
    // Without RTX the browser pads on the media SSRC, and lost padding looks like lost media.
    if (rtx !== undefined) video.addRTXCodec(rtx, vp8, 90000);
    video.parseSdpLine(`a=rtcp-fb:${vp8} ccm fir`);
    if (absSendTime !== undefined)
      video.parseSdpLine(`a=extmap:${absSendTime} http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time`);
    video.addSSRC(ssrc, "confere", `lane${lane}`, `lane${lane}-video`);
    return this.add(video, ssrc, receive);
  }

  answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      // The fault is ours, not the offer's: the member may try to join again.
      const deadline = setTimeout(() => reject(new Error("no answer within 5 s")), ANSWER_MS);
      this.connection.onGatheringStateChange((state) => {
        if (state !== "complete") return;
        clearTimeout(deadline);
        const local = this.connection.localDescription();
        if (local) resolve(this.announced(local.sdp));
        else reject(new OfferUnusable("no local description"));
      });
      try {
        this.connection.setRemoteDescription(this.offer, "offer");
        this.connection.setLocalDescription("answer");
      } catch (error) {
        clearTimeout(deadline);
        reject(new OfferUnusable((error as Error).message));
      }
    });
  }

  addCandidate(candidate: string, mid: string): boolean {
    if (this.closed) return false;
    try {
      this.connection.addRemoteCandidate(candidate, mid);
      return true;
    } catch {
      return false; // the native side's only answer to a malformed candidate is to throw
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.connection.close();
  }

  private add(media: Audio | Video, ssrc: number, receive: (bytes: Buffer) => void): Wire {
    const track = this.connection.addTrack(media);
    this.tracks.push(track);
    track.onMessage((bytes) => this.guarded(() => receive(bytes)));
    let open = false;
    track.onOpen(() => (open = true));
    track.onClosed(() => (open = false));
    const send = (bytes: Buffer) => {
      if (this.closed || !open) return;
      try {
        track.sendMessageBinary(bytes);
      } catch {
        // SRTP refuses what is older than its replay window (RFC 3711 §3.3.2), which only a sender that jumps makes us
        // forward: nobody could use that packet. Thrown through the native callback it would end the process.
      }
    };
    return { ssrc, send };
  }

  /** An exception in a native callback ends the process, and with it other people's calls: only this connection ends. */
  private guarded(work: () => void): void {
    if (this.closed) return;
    try {
      work();
    } catch (error) {
      process.stderr.write(`media connection ended by its own packets: ${String(error)}\n`);
      this.close();
      this.state("failed");
    }
  }

  /** Behind address translation the browser must be told the public address instead of the bound one. */
  private announced(sdp: string): string {
    if (this.announce === undefined) return sdp;
    const lines = sdp.split("\r\n");
    const isHost = (line: string) => line.startsWith("a=candidate:") && line.includes(" typ host");
    const first = lines.findIndex(isHost);
    return lines
      .filter((line, index) => !isHost(line) || index === first)
      .map((line) => (isHost(line) ? line.replace(/^(a=candidate:\S+ \d+ \S+ \d+ )\S+/, `$1${this.announce}`) : line))
      .join("\r\n");
  }
}
