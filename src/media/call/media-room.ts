import { Recorder } from "../recording/recorder.ts";
import { SegmentFile } from "../recording/segment-file.ts";
import { lastHead } from "../recording/segment-folder.ts";
import { readOffer } from "../wire/session-offer.ts";
import type { Transport } from "../wire/transport.ts";
import type { WorkerReport } from "../wire/worker-messages.ts";
import { Peer, type PeerEvents } from "./peer.ts";

/** A key frame costs ten times a common one; whoever asks more often than this is not served more often. */
const KEY_FRAME_EVERY_MS = 300;
/** A recording that could not be written (disk full) is begun anew after this, for as long as the call lasts. */
const RECORD_AGAIN_MS = 2000;

type Member = {
  id: string;
  attempt: number;
  /** Place in the list of seats; see "Lanes" in docs/room-protocol.md. */
  seat: number;
  peer: Peer;
  connected: boolean;
  /** Names one joining: the viewers' streams re-anchor when it changes. */
  source: number;
  recorder: Recorder | undefined;
  keyFrameAskedAt: number;
};

type Joining = { memberId: string; seat?: number; offer: string; attempt: number };
/** `key` encrypts the room's recordings; `resumes`: it has segments from before, so recording starts with the first member. */
type RoomSettings = { id: string; folder: string; key: Buffer; resumes: boolean };

let sources = 0;

/** One call: forwards each member's media to the others and records each member. Knows no roles and no rights. */
export class MediaRoom {
  private readonly settings: RoomSettings;
  private readonly report: (report: WorkerReport) => void;
  private readonly members = new Map<string, Member>();
  private recording: boolean;
  private again: NodeJS.Timeout | undefined;

  constructor(settings: RoomSettings, report: (report: WorkerReport) => void) {
    this.settings = settings;
    this.recording = settings.resumes;
    this.report = report;
  }

  /**
   * Joins or joins again; a joining of the same member replaces the earlier one. `open` makes the connection.
   * Rejects with OfferUnusable.
   */
  async join(
    { memberId, seat, offer, attempt }: Joining,
    open: (name: string, state: (state: string) => void) => Transport,
  ): Promise<string> {
    const offered = readOffer(offer);
    const earlier = this.members.get(memberId);
    let member: Member | undefined;
    let peer: Peer | undefined;
    const present = () => (member && member.peer === peer ? member : undefined);
    const transport = open(`${memberId}/${attempt}`, (state) => {
      const now = present();
      if (now) this.changed(now, attempt, state);
    });
    try {
      peer = new Peer(offered, transport, this.eventsOf(memberId, present));
      const answer = await peer.answer();
      // The member may have joined again meanwhile: the later joining stays, and this answer will not be used.
      const held = this.members.get(memberId);
      if (held && held !== earlier && held.attempt > attempt) {
        peer.close();
        return answer;
      }
      held?.peer.close();
      const recorder = held?.recorder;
      const placed = seat ?? held?.seat ?? this.freeSeat();
      const fresh = { connected: false, source: ++sources, keyFrameAskedAt: 0 };
      member = { id: memberId, attempt, seat: placed, peer, recorder, ...fresh };
      recorder?.newSource();
      this.members.set(memberId, member);
      this.startRecording();
      return answer;
    } catch (error) {
      if (peer) peer.close();
      else transport.close();
      throw error;
    }
  }

  candidate(memberId: string, candidate: string, mid: string): void {
    this.members.get(memberId)?.peer.addCandidate(candidate, mid);
  }

  leave(memberId: string): void {
    const member = this.members.get(memberId);
    if (!member) return;
    this.members.delete(memberId);
    member.peer.close();
    member.recorder?.close();
    for (const other of this.members.values()) other.peer.forgetViewer(memberId);
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  close(): void {
    for (const id of [...this.members.keys()]) this.leave(id);
    clearTimeout(this.again);
  }

  private eventsOf(memberId: string, present: () => Member | undefined): PeerEvents {
    return {
      media: (kind, packet, red) => {
        const member = present();
        if (!member) return;
        member.recorder?.push(kind, packet);
        for (const viewer of this.members.values())
          if (viewer !== member && viewer.connected)
            viewer.peer.forward(laneOf(member, viewer), kind, packet, red, member.source);
      },
      newSource: (kind) => {
        const member = present();
        if (!member) return;
        member.source = ++sources;
        member.recorder?.newSource(kind);
      },
      redundant: (packet) => present()?.recorder?.push("audio", packet),
      senderReport: (kind, ntpMs, block, timestamp) => {
        const member = present();
        if (!member) return;
        member.recorder?.noteSenderReport(kind, ntpMs, timestamp);
        for (const viewer of this.othersOf(memberId))
          if (viewer.connected) viewer.peer.forwardSenderReport(laneOf(member, viewer), kind, block);
      },
      reception: (lost, jitterMs) => present()?.recorder?.noteReception(lost, jitterMs),
      keyFrameWanted: (lane) => {
        const viewer = present();
        if (viewer) this.askKeyFrame(this.othersOf(memberId).find((other) => laneOf(other, viewer) === lane));
      },
      viewerLimit: (bitsPerSecond) => {
        if (present()) for (const other of this.othersOf(memberId)) other.peer.setViewerLimit(memberId, bitsPerSecond);
      },
    };
  }

  /** An agent who waits alone is not recorded; from the first meeting on, everybody is, without gap. */
  private startRecording(): void {
    this.recording ||= this.members.size >= 2;
    if (!this.recording) return;
    for (const member of this.members.values()) {
      if (member.recorder) continue;
      try {
        member.recorder = this.recorderOf(member);
        this.askKeyFrame(member);
      } catch (error) {
        // The call goes on; the desk sees the alarm.
        this.failed(member.id, undefined, error as Error);
      }
    }
  }

  private recorderOf({ id }: Member): Recorder {
    const { folder, key } = this.settings;
    const startedAt = Date.now();
    const segment: SegmentFile = new SegmentFile(folder, id, lastHead(folder, id), key, (error) =>
      this.failed(id, segment, error),
    );
    const chunk = ({ number: segmentNumber, chunks, bytes, head, newest }: SegmentFile, at: number) =>
      this.report({
        type: "chunk",
        roomId: this.settings.id,
        memberId: id,
        segment: segmentNumber,
        number: chunks - 1,
        bytes,
        head,
        at,
        zeroAt: startedAt,
        ...newest,
      });
    const needKeyFrame = () => this.askKeyFrame(this.members.get(id));
    const failed = (written: SegmentFile, error: Error) => this.failed(id, written, error);
    return new Recorder(segment, { chunk, failed, needKeyFrame }, startedAt);
  }

  private failed(memberId: string, segment: SegmentFile | undefined, error: Error): void {
    const { message: reason } = error;
    this.report({
      type: "recording-failed",
      roomId: this.settings.id,
      memberId,
      segment: segment?.number ?? -1,
      reason,
    });
    const member = this.members.get(memberId);
    if (segment && member?.recorder?.writes(segment)) {
      // Before it is closed: a close that fails as well must find nothing to begin anew.
      const { recorder } = member;
      member.recorder = undefined;
      recorder.close();
      segment.removeIfEmpty();
    }
    if (!member || this.again) return;
    this.again = setTimeout(() => {
      this.again = undefined;
      this.startRecording();
    }, RECORD_AGAIN_MS);
  }

  private changed(member: Member, attempt: number, state: string): void {
    member.connected = state === "connected";
    if (member.connected) {
      this.askKeyFrame(member);
      for (const other of this.othersOf(member.id)) this.askKeyFrame(other);
    }
    this.report({ type: "state", roomId: this.settings.id, memberId: member.id, attempt, state });
  }

  private askKeyFrame(member: Member | undefined): void {
    const now = Date.now();
    if (!member?.connected || now - member.keyFrameAskedAt < KEY_FRAME_EVERY_MS) return;
    member.keyFrameAskedAt = now;
    member.peer.requestKeyFrame();
  }

  private freeSeat(): number {
    const taken = new Set([...this.members.values()].map(({ seat }) => seat));
    let seat = 0;
    while (taken.has(seat)) seat++;
    return seat;
  }

  private othersOf(memberId: string): Member[] {
    return [...this.members.values()].filter((member) => member.id !== memberId);
  }
}

/** Lanes never move: each viewer sees the seats in their order, without its own, whether somebody sits there or not. */
function laneOf(member: Member, viewer: Member): number {
  return member.seat < viewer.seat ? member.seat : member.seat - 1;
}
