import {
  type MemberDevices,
  type RoomMember,
  type RoomPicture,
  type SaidLine,
  type ServerMessage,
  type StillFailure,
  type StillKind,
  seats,
} from "../../contract/room-wire.ts";
import type { RoomMediaEvent } from "../media-port.ts";
import { breakIn } from "../recordings/recorded-session.ts";
import { agentLateFrom, essentialMembers, isSilent, placeOf, type Room, roomState } from "../room.ts";
import type { RoomLine } from "../rooms-reads.ts";
import type { RoomVisitor } from "../sitting/join-media.ts";
import type { Seat } from "./seat.ts";

/** Two presses so close are one. */
const samePressMs = 1500;

type Chunk = Extract<RoomMediaEvent, { type: "chunk" }>;
/** Media of one member: which joining, since when expected to be recorded, and what was recorded last. */
type MediaState = { attempt: number; since: number; connected: boolean };

/** One room while somebody is connected to it. Holds no truth: everything here is rebuilt from the database and the media. */
export class LiveRoom {
  readonly id: string;
  private readonly agentLateMinutes: number;
  private readonly limitMs: number;
  readonly seats: Partial<Record<RoomMember, Seat>> = {};
  readonly media: Partial<Record<RoomMember, MediaState>> = {};
  readonly leaving: Partial<Record<RoomMember, NodeJS.Timeout>> = {};
  private readonly devices: Partial<Record<RoomMember, MemberDevices>> = {};
  private wantedStill: Extract<ServerMessage, { type: "still-wanted" }> | undefined;
  private keptStill: { kind: StillKind; at: number } | undefined;
  private readonly bytes = new Map<string, number>();
  private readonly lastChunk: Partial<Record<RoomMember, Chunk>> = {};
  /** Pages that sat here, by member, the one that sits last. */
  private readonly pages: Partial<Record<RoomMember, string[]>> = {};
  private shown = "";
  /** Lines already sent, by id: one page's own message must not come again from the database. */
  private readonly told = new Set<string>();

  constructor(id: string, rules: { agentLateMinutes: number; maxGapSeconds: number }) {
    this.id = id;
    this.agentLateMinutes = rules.agentLateMinutes;
    this.limitMs = rules.maxGapSeconds * 1000;
  }

  get isDeserted(): boolean {
    return seats.every((member) => !this.seats[member] && !this.media[member]);
  }

  /** Notes `page` as the one that sits; false, and nothing is noted, where the page that sits sent it away before. */
  takes(member: RoomMember, page: string | undefined): boolean {
    if (page === undefined) return true;
    const pages = this.pages[member] ?? [];
    if (this.seats[member] && pages.includes(page) && pages.at(-1) !== page) return false;
    this.pages[member] = [...pages.filter((one) => one !== page), page].slice(-20);
    return true;
  }

  /** What a page says of its own camera and microphone; undefined: a page that has said nothing yet, or is gone. */
  noteDevices(member: RoomMember, devices: MemberDevices | undefined): void {
    const runs = devices?.camera === "live" && devices.microphone === "live";
    if (devices && !runs) this.devices[member] = devices;
    else delete this.devices[member];
  }

  tell(message: ServerMessage, to: readonly RoomMember[] = seats): void {
    for (const member of to) this.seats[member]?.send(message);
  }

  /** Asks the applicant's page for a picture; one whose line is down is asked once it is back, while the nonce lives. */
  wantStill(message: Extract<ServerMessage, { type: "still-wanted" }>): void {
    this.wantedStill = message;
    this.tell(message, [this.photographer(message)]);
  }

  /**
   * True where this press repeats one that waits for its picture or just got it (a double press): it asks for no other
   * picture. A page that lost the first request is asked again by the same nonce.
   */
  repeatsStill(kind: StillKind, now: Date): boolean {
    const { wantedStill, keptStill } = this;
    if (wantedStill?.kind === kind && Date.parse(wantedStill.expiresAt) > now.getTime()) {
      this.tell(wantedStill, [this.photographer(wantedStill)]);
      return true;
    }
    return keptStill?.kind === kind && now.getTime() - keptStill.at < samePressMs;
  }

  wantStillAgain(seat: Seat, now: Date): void {
    const { wantedStill } = this;
    if (!wantedStill || Date.parse(wantedStill.expiresAt) <= now.getTime()) return;
    if (seat.member === this.photographer(wantedStill)) seat.send(wantedStill);
  }

  /**
   * Who takes the picture: documents the phone's camera, where one is here; the face always the applicant's own device.
   */
  private photographer({ kind }: { kind: StillKind }): RoomMember {
    return kind !== "face" && this.seats.camera ? "camera" : "applicant";
  }

  stillCame(nonce: string, now: Date): void {
    const { wantedStill } = this;
    if (wantedStill?.nonce !== nonce) return;
    this.keptStill = { kind: wantedStill.kind, at: now.getTime() };
    this.wantedStill = undefined;
  }

  /** The page that was asked could not take it: the agent is told why, and the next press is another request. */
  stillFailed(nonce: string, why: StillFailure): void {
    const { wantedStill } = this;
    if (wantedStill?.nonce !== nonce) return;
    this.wantedStill = undefined;
    this.tell({ type: "still-failed", kind: wantedStill.kind, why }, ["agent"]);
  }

  /** Whoever waits for a picture is told when it cannot come any more. */
  endLateStill(now: Date): void {
    const { wantedStill } = this;
    if (wantedStill && Date.parse(wantedStill.expiresAt) <= now.getTime()) this.stillFailed(wantedStill.nonce, "late");
  }

  picture(room: Room, now: Date): RoomPicture {
    const place = placeOf(room);
    const lateFrom = agentLateFrom(room, this.agentLateMinutes);
    return {
      state: roomState(room, now),
      now: now.toISOString(),
      startsAt: room.startsAt.toISOString(),
      opensAt: room.opensAt.toISOString(),
      applicant: {
        name: room.lobby?.displayName ?? room.applicantName,
        connected: this.seats.applicant !== undefined,
        place,
      },
      agent: {
        name: room.agentName,
        connected: this.seats.agent !== undefined,
        inCall: this.media.agent?.connected ?? false,
        late: lateFrom !== undefined && now >= lateFrom,
        busy: room.agentIsBusy,
      },
      camera: { connected: this.seats.camera !== undefined },
      devices: { ...this.devices },
      pause: room.pause,
      others: (["interpreter", "supervisor"] as const).flatMap((member) => {
        const seat = this.seats[member];
        return seat ? [{ member, name: nameOf(seat.visitor, room) }] : [];
      }),
      refusal: place === "refused" ? room.admission!.reason : null,
      session: room.session?.number ?? 1,
      consentAt: room.consentedAt?.toISOString() ?? null,
      recorded: room.session?.countsFrom != null,
      step: room.step,
    };
  }

  /** Sends the room to everybody when something in it changed. */
  show(room: Room, now: Date): void {
    const picture = this.picture(room, now);
    const { now: _, ...lasting } = picture;
    const text = JSON.stringify(lasting);
    if (text === this.shown) return;
    this.shown = text;
    this.tell({ type: "room", room: picture });
  }

  /** False where it was told before. */
  sayOnce(line: RoomLine): boolean {
    if (this.told.has(line.id)) return false;
    this.told.add(line.id);
    this.tell({ type: "said", line: said(line) });
    return true;
  }

  noteChunk(chunk: Chunk, member: RoomMember): void {
    this.bytes.set(`${member}-${chunk.segment}`, chunk.bytes);
    this.lastChunk[member] = chunk;
  }

  /** The recording's proof for the desk: grows every second, or is an alarm. Undefined while nothing is to be recorded. */
  proof(room: Room, now: Date): ServerMessage | undefined {
    if (roomState(room, now) !== "in-session") return undefined;
    const admittedAt = room.admission!.decidedAt.getTime();
    const lastOf = (member: RoomMember) =>
      Math.max(this.lastChunk[member]?.at ?? 0, this.media[member]?.since ?? 0, admittedAt);
    const grewAt = Math.min(...essentialMembers.map(lastOf));
    const last = this.lastChunk.applicant ?? this.lastChunk.agent;
    return {
      type: "recording",
      ok: !isSilent(new Date(grewAt), now),
      bytes: [...this.bytes.values()].reduce((sum, bytes) => sum + bytes, 0),
      head: last?.head ?? "",
      at: last ? new Date(last.at).toISOString() : null,
      silentMs: Math.max(0, now.getTime() - grewAt),
      limitMs: this.limitMs,
      broken: this.isBroken(room, now),
    };
  }

  private isBroken({ session }: Room, now: Date): boolean {
    const chunks = essentialMembers.flatMap((member) => this.lastChunk[member] ?? []);
    // After a restart nothing was heard yet: what the database has is judged when both are back.
    if (!session || chunks.length < essentialMembers.length) return false;
    const stretches = essentialMembers.map((member) => {
      const { segment, zeroAt, until } = this.lastChunk[member]!;
      return { member, segment, from: new Date(zeroAt), until: new Date(zeroAt + until) };
    });
    return breakIn(session, stretches, this.limitMs, now) !== undefined;
  }
}

export function nameOf(visitor: RoomVisitor, room: Room): string {
  if (visitor.member === "interpreter") return visitor.name;
  return visitor.member === "applicant" || visitor.member === "camera"
    ? (room.lobby?.displayName ?? room.applicantName)
    : visitor.agent.name;
}

export function said({ id, author, text, writtenAt, key }: RoomLine): SaidLine {
  return { id, by: author, text, at: writtenAt.toISOString(), key };
}
