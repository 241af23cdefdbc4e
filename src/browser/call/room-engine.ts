/**
 * The room in the browser, for the applicant's page and the agent's call screen. No framework, no markup.
 *
 *   const room = new RoomEngine(roomId, "agent", {
 *     room(picture) {},            // whole state after every change (RoomPicture: state, applicant.place, agent.late, step, …)
 *     link(state) {},              // "open" | "lost" | "closed": the signalling line; "closed" = another page took the seat
 *     call(state) {},              // "idle" | "connecting" | "connected" | "lost": own media connection
 *     remote(streams) {},          // the other people's MediaStreams; put streams[0] into a <video autoplay playsinline>
 *     message(message) {},         // every server message: said, line, still-wanted, still-kept, recording, error, …
 *     ticks(ticks) {},             // own four proofs, once a second while connected
 *     devices() {},                // own camera or microphone stopped, came back, was chosen: see room.devices
 *   });
 *   await room.openDevices();      // or room.useStream(openTestPicture(name)); rejects as getUserMedia, see whyNoDevices
 *   room.joinCall();               // from then on joins again by itself, until leaveCall()
 *   room.send({ type: "admit" });  // refuse, put-back, ask-still, step, say, end … (docs/room-protocol.md §1)
 *   room.mute("audio", true); await room.devices.flip(); await room.sendStill(nonce); room.leaveCall(); room.close();
 */
import { apiRoomStillPath } from "../../contract/program-addresses.ts";
import type {
  ClientMessage,
  MediaTransport,
  MemberDevices,
  RoomPicture,
  ServerMessage,
  StillFault,
} from "../../contract/room-wire.ts";
import { standingOf } from "../devices/device-words.ts";
import { OwnDevices } from "../devices/own-devices.ts";
import type { Ticks } from "../line/call-stats.ts";
import { Refused, refusalIn } from "../tab/refused.ts";
import { type CallState, RoomCall } from "./room-call.ts";
import { RoomLink, type RoomSide } from "./room-link.ts";
import { takeStill } from "./take-still.ts";
import { TalkOutbox } from "./talk-outbox.ts";

type RoomEvents = {
  room(picture: RoomPicture): void;
  link?(state: "open" | "lost" | "closed"): void;
  call?(state: CallState): void;
  remote?(streams: (MediaStream | undefined)[]): void;
  message?(message: ServerMessage): void;
  ticks?(ticks: Ticks): void;
  devices?(): void;
};

/** `faults`: what the server measured to be wrong with the picture; it is kept all the same. */
type KeptStill = { id: string; sha256: string; takenAt: string; faults?: StillFault[] };

const allLive = JSON.stringify({ camera: "live", microphone: "live" } satisfies MemberDevices);

export class RoomEngine {
  private readonly roomId: string;
  private readonly as: RoomSide;
  private readonly events: RoomEvents;
  private readonly link: RoomLink;
  private readonly call: RoomCall;
  private readonly outbox = new TalkOutbox();
  private lastTicks = "";
  /** Told how many typed lines wait for the line to come back. */
  onUnsent: (count: number) => void = () => undefined;
  /** Own camera and microphone: watched, chosen, opened anew. */
  readonly devices: OwnDevices;
  /** What the others were told of them last. */
  private toldDevices = allLive;

  constructor(roomId: string, as: RoomSide, events: RoomEvents) {
    this.roomId = roomId;
    this.as = as;
    this.events = events;
    this.devices = new OwnDevices(
      {
        changed: () => this.devicesChanged(),
        replaced: (track) => void this.call.replaceTrack(track),
      },
      // The phone as document camera: its rear camera, no sound, and no word on what is used elsewhere.
      as === "camera" ? { kinds: ["video"], facing: "environment", remembers: false } : {},
    );
    this.call = new RoomCall(
      {
        join: (offer, attempt, transport) => void this.send({ type: "join", offer, attempt, transport }),
        candidate: (candidate, mid, attempt) => void this.send({ type: "candidate", candidate, mid, attempt }),
      },
      {
        state: (state) => events.call?.(state),
        remote: (streams) => events.remote?.(streams),
        ticks: (ticks) => this.showTicks(ticks),
      },
      { lanes: as === "camera" ? 1 : 4, showsDocuments: as === "applicant" || as === "camera" },
    );
    this.link = new RoomLink(roomId, as, {
      state: (state) => events.link?.(state),
      message: (message) => this.receive(message),
    });
  }

  /** The own stream, once open. */
  get local(): MediaStream | undefined {
    return this.devices.stream;
  }

  /** `late`: the person answered the browser after this had given up. */
  openDevices(late?: () => void): Promise<MediaStream> {
    return this.devices.open(late);
  }

  /** A stream made elsewhere (the labelled test picture). */
  useStream(stream: MediaStream): void {
    this.devices.use(stream);
  }

  /** Where the line test found UDP blocked, the first attempt already goes by TCP. */
  prefer(transport: MediaTransport): void {
    this.call.prefer(transport);
  }

  /** Connects the media; before the admission the server refuses it with room-not-admitted. */
  joinCall(): void {
    if (!this.local) throw new Error("open the devices before joining");
    if (!this.call.isWanted) this.call.start(this.local);
  }

  leaveCall(): void {
    if (!this.call.isWanted) return;
    this.call.stop();
    this.send({ type: "leave" });
  }

  mute(kind: "audio" | "video", muted: boolean): void {
    this.devices.mute(kind, muted);
  }

  /** False where it was dropped, or is sent after the next welcome; what was typed is always kept and never said twice. */
  send(message: ClientMessage): boolean {
    if (message.type !== "say") return this.link.send(message);
    const isSent = this.link.send(this.outbox.add(message.text, crypto.randomUUID()));
    if (!isSent) this.onUnsent(this.outbox.waiting().length);
    return true;
  }

  /** Takes the best picture the device can and posts it for this nonce. Rejects with an Error whose message is for the reader. */
  async sendStill(nonce: string): Promise<KeptStill> {
    if (!this.local) throw new Refused("camera-off", "A câmera está desligada.");
    const response = await fetch(`${apiRoomStillPath(this.roomId, nonce)}?as=${this.as}`, {
      method: "POST",
      headers: { "content-type": "image/jpeg" },
      body: await takeStill(this.local),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw refusalIn(answer) ?? new Error(`stills answered ${response.status}`);
    return answer as KeptStill;
  }

  closeDevices(): void {
    this.devices.close();
  }

  /** Another page took the seat: no device of this one stays open. Whether any was. */
  stepBack(): boolean {
    const wasOpen = this.local !== undefined;
    this.call.stop();
    this.closeDevices();
    return wasOpen;
  }

  /** Takes the seat back from the other page; the devices are opened again by whoever wants them. */
  takeBack(): void {
    this.link.takeBack();
  }

  close(): void {
    this.call.close();
    this.link.close();
    this.closeDevices();
  }

  private receive(message: ServerMessage): void {
    this.talk(message);
    if (message.type === "welcome") {
      this.call.configure(message.iceServers, message.maxBitrate);
      this.toldDevices = allLive;
      this.tellDevices();
      this.events.room(message.room);
      if (this.call.isWanted && message.you.attempt !== this.call.attempt) this.call.rejoin();
      else this.call.linkOpened();
    } else if (message.type === "room") this.events.room(message.room);
    else if (message.type === "answer") void this.call.receiveAnswer(message.answer, message.attempt);
    else if (message.type === "rejoin") {
      if (message.attempt === this.call.attempt) this.call.rejoin();
    } else if (message.type === "error" && message.about === "join") this.joinRefused(message.code);
    this.events.message?.(message);
  }

  private talk(message: ServerMessage): void {
    if (message.type === "welcome") {
      for (const line of message.said) this.outbox.heard(line);
      for (const saying of this.outbox.waiting()) this.link.send(saying);
      this.onUnsent(0);
    } else if (message.type === "said") this.outbox.heard(message.line);
    else if (message.type === "error" && message.about === "say") this.outbox.refused();
  }

  /** Not admitted (any more) is an answer; anything else is worth another try. */
  private joinRefused(code: string): void {
    if (["room-not-admitted", "room-ended", "room-offer-unusable", "not-allowed"].includes(code)) this.call.stop();
    else this.call.rejoin();
  }

  private devicesChanged(): void {
    this.tellDevices();
    this.events.devices?.();
  }

  /** The others see and hear nothing of what stopped: they are told why. */
  private tellDevices(): void {
    if (!this.local) return;
    const standing = standingOf(this.devices);
    const text = JSON.stringify(standing);
    if (text !== this.toldDevices && this.send({ type: "devices", ...standing })) this.toldDevices = text;
  }

  private showTicks(counted: Ticks): void {
    // Of a track that ended, browsers go on sending silence or black.
    const { camera, microphone } = standingOf(this.devices);
    const imageOut = counted.imageOut && camera !== "stopped";
    const ticks = { ...counted, imageOut, soundOut: counted.soundOut && microphone !== "stopped" };
    this.events.ticks?.(ticks);
    const text = JSON.stringify(ticks);
    if (text !== this.lastTicks && this.send({ type: "ticks", ...ticks })) this.lastTicks = text;
  }
}
