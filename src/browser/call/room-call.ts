/**
 * One member's media connection. Joins again by a new RTCPeerConnection whenever the old one is lost: the server's transport has
 * no ICE restart (docs/room-protocol.md, "Coming back"). Signalling is handed in, so it runs with any wire.
 */
import type { MediaTransport } from "../../contract/room-wire.ts";
import { CallStats, type SentSecond, type Ticks } from "../line/call-stats.ts";
import { ThinLine } from "../line/thin-line.ts";
import { openStillTrack, type StillTrack } from "./still-track.ts";

const WAITS_MS = [500, 1000, 2000, 4000];
/** A line that stalls brings everything later; a new connection would lose what is under way. Not if the network is another one. */
const STALLED_MS = 10_000;
const DISCONNECTED_MS = 1500;
/**
 * A connection usually stands within two seconds; if not, the other transport is tried. When neither worked, each gets
 * more time, so that a slow one is not given up for good.
 */
const ATTEMPTS_MS = [5000, 5000, 10_000, 10_000, 20_000];
/** Captured at up to 1080p; sent at about so many lines of the shorter side. */
const USUAL_LINES = 480;
/** A document held into the camera is legible at this many lines (VC-13), which a line below `kbps` cannot carry. */
const LEGIBLE_LINES = 720;
const LEGIBLE = { kbps: 500, afterMs: 5000 };
/** Bit rate at the start; by itself a browser starts with 300 kbit/s and a small picture. Server: `rate-control.ts`. */
const START_KBPS = 1000;
/** A still every two seconds must leave room for the voice. */
const THIN_BITRATE = 60_000;

export type CallState = "idle" | "connecting" | "connected" | "lost";

type CallEvents = {
  state(state: CallState): void;
  /** Everybody else's media by lane (docs/room-protocol.md, "Lanes"); undefined while nobody sends there. */
  remote(streams: (MediaStream | undefined)[]): void;
  ticks(ticks: Ticks): void;
};

type CallSignals = {
  join(offer: string, attempt: number, transport: MediaTransport): void;
  candidate(candidate: string, mid: string, attempt: number): void;
};

export class RoomCall {
  private readonly signals: CallSignals;
  private readonly events: CallEvents;
  private local: MediaStream | undefined;
  private connection: RTCPeerConnection | undefined;
  private iceServers: RTCIceServer[] = [];
  private maxBitrate = 700_000;
  private wanted = false;
  private failures = 0;
  private transport: MediaTransport = "udp";
  /** What carried this call last. */
  private carriedBy: MediaTransport | undefined;
  private readonly stats = new CallStats();
  private readonly lanes: number;
  private readonly line = new ThinLine();
  private readonly legible = new ThinLine(LEGIBLE);
  private readonly lines: number;
  private still: StillTrack | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly ticker: ReturnType<typeof setInterval>;
  /** When the signalling line was last opened anew: the network behind it may be another one. */
  private linkOpenedAt = Number.NEGATIVE_INFINITY;
  /** Number of the present connection; rises for ever, also over reloads of the page. */
  attempt = 0;

  /** `lanes`: how many others may be seen, 1 to 4. `showsDocuments`: this side's picture must be legible in the recording. */
  constructor(signals: CallSignals, events: CallEvents, { lanes = 1, showsDocuments = false } = {}) {
    this.lanes = lanes;
    this.lines = showsDocuments ? LEGIBLE_LINES : USUAL_LINES;
    this.signals = signals;
    this.events = events;
    this.ticker = setInterval(() => void this.readTicks(), 1000);
  }

  configure(iceServers: RTCIceServer[], maxBitrate: number): void {
    this.iceServers = iceServers;
    this.maxBitrate = maxBitrate;
  }

  /** What the line test found to work; without a word it is UDP first. */
  prefer(transport: MediaTransport): void {
    this.transport = transport;
  }

  start(local: MediaStream): void {
    this.local = local;
    this.wanted = true;
    this.failures = 0;
    void this.connect();
  }

  stop(): void {
    if (!this.wanted) return;
    this.wanted = false;
    this.drop();
    this.events.state("idle");
  }

  close(): void {
    this.stop();
    clearInterval(this.ticker);
  }

  get isWanted(): boolean {
    return this.wanted;
  }

  /** After a loss, or when the server says that it does not know this connection any more. */
  rejoin(): void {
    this.again("lost");
  }

  /** The signalling is back: media that is not connected by then uses a network path that no longer exists. */
  linkOpened(): void {
    this.linkOpenedAt = performance.now();
    if (this.connection?.connectionState === "disconnected") this.waitOrRejoin(this.connection);
  }

  /** No connection came about, or it was lost. A network without UDP does not say so: the other transport is tried. */
  private failed(): void {
    const isNew = this.carriedBy !== this.transport;
    if (isNew || this.failures >= 2) this.transport = this.transport === "udp" ? "tcp" : "udp";
    this.again(isNew && this.failures === 0 ? "connecting" : "lost");
  }

  private again(state: CallState): void {
    if (!this.wanted) return;
    this.drop();
    this.events.state(state);
    const wait = WAITS_MS[Math.min(this.failures++, WAITS_MS.length - 1)]!;
    this.retry = setTimeout(() => void this.connect(), this.failures === 1 ? 0 : wait);
  }

  async receiveAnswer(answer: string, attempt: number): Promise<void> {
    if (attempt !== this.attempt || !this.connection) return;
    try {
      await this.connection.setRemoteDescription({ type: "answer", sdp: withStart(answer) });
    } catch {
      this.rejoin(); // an answer this browser cannot use is a failed attempt like any other
    }
  }

  /** The camera was flipped, or a device opened anew: same connection, other track. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    const sender = this.senderOf(track.kind);
    if (!sender) return;
    const replaced = track.kind === "video" ? this.sendPicture(sender, track) : sender.replaceTrack(track);
    await replaced.catch(() => undefined); // that connection is gone meanwhile: the next one takes the stream as it is
  }

  /** Found by its place in the own lane, because a sender that never had a track does not say its kind. */
  private senderOf(kind: string): RTCRtpSender | undefined {
    return this.connection?.getTransceivers()[kind === "audio" ? 0 : 1]?.sender;
  }

  /** The camera itself, or on a thin line its stills. */
  private async sendPicture(sender: RTCRtpSender, camera: MediaStreamTrack): Promise<void> {
    this.still?.stop();
    this.still = this.line.isThin ? openStillTrack(camera) : undefined;
    const track = this.still?.track ?? camera;
    if (sender.track !== track) await sender.replaceTrack(track);
    await this.scale(sender, camera);
  }

  private async connect(): Promise<void> {
    this.drop();
    const attempt = (this.attempt = Math.max(Date.now(), this.attempt + 1));
    const connection = new RTCPeerConnection({ iceServers: this.iceServers, bundlePolicy: "max-bundle" });
    this.connection = connection;
    this.events.state("connecting");
    const streams: MediaStream[] = [];
    connection.ontrack = ({ track, transceiver }) => {
      const lane = Math.floor(connection.getTransceivers().indexOf(transceiver) / 2);
      const stream = (streams[lane] ??= new MediaStream());
      stream.addTrack(track);
      const show = () => {
        if (this.connection !== connection) return; // its tracks fall silent after the next one's have begun to speak
        const heard = (one: MediaStream) => one.getTracks().some((each) => !each.muted);
        this.events.remote(Array.from(streams, (one, at) => (at === 0 || (one && heard(one)) ? one : undefined)));
      };
      track.onmute = show;
      track.onunmute = show;
      show();
    };
    let joined = false;
    const early: RTCIceCandidate[] = [];
    const trickle = (candidate: RTCIceCandidate) =>
      this.signals.candidate(candidate.candidate, candidate.sdpMid ?? "0", attempt);
    connection.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      if (joined) trickle(candidate);
      else early.push(candidate); // a candidate must never overtake its offer
    };
    connection.onconnectionstatechange = () => this.changed(connection);
    this.retry = setTimeout(
      () => connection.connectionState !== "connected" && this.failed(),
      ATTEMPTS_MS[Math.min(this.failures, ATTEMPTS_MS.length - 1)],
    );
    for (const kind of ["audio", "video"] as const) {
      const track = this.local?.getTracks().find((candidate) => candidate.kind === kind);
      // Also without a microphone or a camera: the server answers "sendrecv" for the own lane, and nothing is sent.
      const { sender } = connection.addTransceiver(track ?? kind, { direction: "sendrecv" });
      if (track && kind === "video") await this.sendPicture(sender, track);
      if (this.connection !== connection) return; // replaced by a later attempt while waiting
    }
    for (let lane = 1; lane < this.lanes; lane++)
      for (const kind of ["audio", "video"]) connection.addTransceiver(kind, { direction: "recvonly" });
    await connection.setLocalDescription();
    if (this.connection !== connection) return;
    this.signals.join(connection.localDescription!.sdp, attempt, this.transport);
    joined = true;
    early.forEach(trickle);
  }

  private changed(connection: RTCPeerConnection): void {
    if (this.connection !== connection) return;
    const state = connection.connectionState;
    if (state === "connected") {
      clearTimeout(this.retry);
      this.failures = 0;
      this.carriedBy = this.transport;
      this.events.state("connected");
    } else if (state === "failed") this.failed();
    else if (state === "disconnected") {
      this.events.state("lost");
      this.waitOrRejoin(connection);
    }
  }

  private waitOrRejoin(connection: RTCPeerConnection): void {
    const isElsewhere = performance.now() - this.linkOpenedAt < STALLED_MS;
    const ms = isElsewhere ? DISCONNECTED_MS : STALLED_MS;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => connection.connectionState !== "connected" && this.rejoin(), ms);
  }

  private async scale(sender: RTCRtpSender, track: MediaStreamTrack): Promise<void> {
    const parameters = sender.getParameters();
    if (parameters.encodings.length === 0) parameters.encodings = [{}]; // Firefox before the first negotiation
    const thin = this.line.isThin;
    const lines = this.legible.isThin ? USUAL_LINES : this.lines;
    const shorter = Math.min(track.getSettings().height ?? lines, track.getSettings().width ?? lines);
    Object.assign(parameters.encodings[0]!, {
      maxBitrate: thin ? THIN_BITRATE : this.maxBitrate,
      maxFramerate: lines === LEGIBLE_LINES ? 24 : 30,
      scaleResolutionDownBy: thin ? 1 : Math.max(1, shorter / lines),
    });
    // Rather fewer frames than letters that nobody can read; where the line carries neither, `legible` gives way.
    Object.assign(parameters, { degradationPreference: lines === LEGIBLE_LINES ? "maintain-resolution" : "balanced" });
    await sender.setParameters(parameters);
  }

  private drop(): void {
    clearTimeout(this.retry);
    this.stats.restart();
    this.line.restart();
    this.legible.restart();
    this.still?.stop();
    this.still = undefined;
    const connection = this.connection;
    this.connection = undefined;
    if (!connection) return;
    connection.onconnectionstatechange = null;
    connection.onicecandidate = null;
    connection.close();
  }

  /** The four proofs that a call is a call, from what the browser counted in the last second. */
  private async readTicks(): Promise<void> {
    const connection = this.connection;
    if (connection?.connectionState !== "connected") return;
    const report = await connection.getStats();
    if (this.connection !== connection) return;
    const { ticks, line } = this.stats.read(report);
    if (line) await this.fitLine(line);
    if (this.line.isThin) ticks.thin = true;
    if (this.transport === "tcp") ticks.transport = "tcp";
    this.events.ticks(ticks);
  }

  /** Browsers that do not say what the line carries keep sending moving pictures. */
  private async fitLine(second: SentSecond): Promise<void> {
    const now = performance.now();
    // A quiet picture needs little, and the other side's estimate then follows what is sent: that is no narrow line.
    const isFull = second.sentKbps > second.kbps * 0.7 || this.legible.isThin;
    const changed = this.legible.note(isFull ? second : { ...second, kbps: Number.POSITIVE_INFINITY }, now);
    if (!this.line.note(second, now) && !changed) return;
    const camera = this.local?.getVideoTracks()[0];
    const sender = this.senderOf("video");
    if (camera && sender) await this.sendPicture(sender, camera);
  }
}

/** Chromium reads it in the answer; others pass over it. */
function withStart(answer: string): string {
  return answer.replace(/^a=rtpmap:(\d+) VP8\/90000\r?\n/gim, `$&a=fmtp:$1 x-google-start-bitrate=${START_KBPS}\r\n`);
}
