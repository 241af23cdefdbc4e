import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { type RoomMember, type ServerMessage, seats } from "../../contract/room-wire.ts";
import { keepAtDesk } from "../../people/sign-in/keep-at-desk.ts";
import type { Context } from "../../platform/settings/context.ts";
import { earlier } from "../../platform/time/durations.ts";
import type { RoomMedia, RoomMediaEvent } from "../media-port.ts";
import { type ChunkNote, noteRecordings } from "../recordings/note-recordings.ts";
import { signHeads } from "../recordings/sign-heads.ts";
import { mayConduct, mayJoinMedia, type Room } from "../room.ts";
import type { VoidedSession } from "../room-session.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { linesSince, roomById, roomsById } from "../rooms-reads.ts";
import { LiveRoom } from "./live-room.ts";
import { goingAway, type Seat, sentAway } from "./seat.ts";

const tickMs = 1000;
/**
 * What grew is noted so often, whatever else is under way. The recorder says it once a second, and an act is judged by the
 * note (`isSilent`, 3 s): the older it is, the sooner a recording that grows passes for one that stands still.
 */
const noteMs = 500;
const recentMs = 10 * tickMs;
const signEveryMs = 30_000;
/** Whoever sits in a running call is at their desk: noted so often, well within the shortest lock of a minute. */
const atDeskEveryMs = 20_000;
/** A page that reloads or loses its line keeps its media for so long. */
const graceMs = 20_000;

/** A clock that was put back must not stop what is done every so often. */
const passed = (since: number, now: number) => Math.abs(now - since);

const agentOf = ({ visitor }: Seat) => (visitor.member === "agent" ? visitor.agent.id : undefined);

const isMember = (memberId: string): memberId is RoomMember => seats.includes(memberId as RoomMember);

/**
 * The rooms that somebody is connected to. Reads them once a second in one query, so a change made elsewhere (a form of
 * the desk, a job, another process) reaches the pages as well.
 */
export class RoomHub {
  private readonly ctx: Context;
  private readonly media: RoomMedia;
  private readonly rooms = new Map<string, LiveRoom>();
  private readonly notes = new Map<string, ChunkNote>();
  /** Rooms whose recording has grown since their heads were signed. */
  private readonly unsigned = new Set<string>();
  private signedAt = 0;
  private keptAtDeskAt = 0;
  private readonly forget: () => void;
  private readonly timers: NodeJS.Timeout[];
  private closing: Promise<void> | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private noting: Promise<void> = Promise.resolve();

  constructor(ctx: Context, media: RoomMedia) {
    this.ctx = ctx;
    this.media = media;
    this.forget = media.listen((event) => this.hear(event));
    this.timers = [
      setInterval(() => {
        this.noting = this.noting.then(() => this.noteGrowth());
      }, noteMs),
      setInterval(() => {
        this.ticking = this.ticking.then(() => this.tick());
      }, tickMs),
    ];
  }

  /**
   * The live room that `seat` now sits in; an earlier page of the same member must go. Undefined where `page` is one
   * that had to go before: a device that finds its line again does not take the seat back from the one in use.
   */
  async sit(room: Room, seat: Seat, page?: string): Promise<LiveRoom | undefined> {
    const { content } = await rulePackAt(this.ctx.db, room.raId, this.ctx.clock.now());
    const live = this.rooms.get(room.id) ?? new LiveRoom(room.id, content.room);
    this.rooms.set(room.id, live);
    if (!live.takes(seat.member, page)) return undefined;
    const earlier = live.seats[seat.member];
    live.seats[seat.member] = seat;
    live.noteDevices(seat.member, undefined);
    clearTimeout(live.leaving[seat.member]);
    if (earlier && earlier !== seat) {
      const passedOn = agentOf(earlier) !== agentOf(seat);
      earlier.refuse(new RoomsFailure(passedOn ? "room-passed-on" : "room-occupied"));
      earlier.close(sentAway);
      // The picture of who handed over must not pass for the picture of who continues.
      if (passedOn) await this.leaveMedia(live, seat.member);
    }
    return live;
  }

  /** The page is gone: its media stays for a while, its place in the lobby for good. */
  rise(live: LiveRoom, seat: Seat): void {
    const { member } = seat;
    if (this.closing || live.seats[member] !== seat) return;
    delete live.seats[member];
    live.noteDevices(member, undefined);
    live.leaving[member] = setTimeout(() => void this.leaveMedia(live, member), graceMs);
    void this.refresh(live.id);
  }

  /** A picture arrived for `nonce`: nobody needs to be asked again, and the agent is told. */
  stillCame(roomId: string, nonce: string, message: ServerMessage): void {
    const live = this.rooms.get(roomId);
    live?.stillCame(nonce, this.ctx.clock.now());
    live?.tell(message, ["agent"]);
  }

  joined(live: LiveRoom, member: RoomMember, attempt: number): void {
    live.media[member] = { attempt, since: this.ctx.clock.now().getTime(), connected: false };
  }

  async leaveMedia(live: LiveRoom, member: RoomMember): Promise<void> {
    if (!live.media[member]) return;
    delete live.media[member];
    await this.media
      .leave(live.id, member)
      .catch((error) => this.ctx.log.warn({ err: error }, "media worker did not take a leave"));
  }

  /** Reads the room again and shows what changed; after an act of a page, so that nobody waits for the tick. */
  async refresh(roomId: string): Promise<void> {
    const live = this.rooms.get(roomId);
    const room = live && (await roomById(this.ctx.db, roomId));
    if (live && room) await this.show(live, room);
  }

  /** Sends every page away and keeps what was recorded until now; a second call waits for the first. */
  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.forget();
    for (const live of this.rooms.values()) {
      for (const member of seats) {
        clearTimeout(live.leaving[member]);
        live.seats[member]?.close(goingAway);
      }
    }
    await Promise.all([this.noting, this.ticking]);
    await this.flush();
  }

  private async show(live: LiveRoom, room: Room): Promise<void> {
    const now = this.ctx.clock.now();
    await this.dismissFormerAgent(live, room);
    live.show(room, now);
    live.endLateStill(now);
    const proof = live.proof(room, now);
    if (proof) live.tell(proof, ["agent"]);
    // Whoever may not be in the media any more (put back, or the session ended elsewhere) leaves it.
    for (const member of seats)
      if (live.media[member] && !mayJoinMedia(member, room, now)) await this.leaveMedia(live, member);
  }

  /** The sitting was passed on: the page of the agent before must go, also where the next has not come yet. */
  private async dismissFormerAgent(live: LiveRoom, room: Room): Promise<void> {
    const seat = live.seats.agent;
    if (seat?.visitor.member !== "agent" || mayConduct(seat.visitor.agent, room)) return;
    delete live.seats.agent;
    live.noteDevices("agent", undefined);
    seat.refuse(new RoomsFailure("room-passed-on"));
    seat.close(sentAway);
    await this.leaveMedia(live, "agent");
  }

  private async tick(): Promise<void> {
    try {
      for (const [id, live] of this.rooms) if (live.isDeserted) this.rooms.delete(id);
      if (this.rooms.size === 0) return;
      const ids = [...this.rooms.keys()];
      for (const room of await roomsById(this.ctx.db, ids)) {
        const live = this.rooms.get(room.id);
        if (live) await this.show(live, room);
      }
      await this.keepAgentsAtDesk();
      // Lines that came by a form of the desk; a wide window, so that a slow tick loses none.
      const since = earlier(this.ctx.clock.now(), recentMs);
      for (const line of await linesSince(this.ctx.db, ids, since)) this.rooms.get(line.roomId)?.sayOnce(line);
    } catch (error) {
      // The database is away for a moment: pages keep what they show, the next second tries again.
      this.ctx.log.warn({ err: error }, "rooms could not be read");
    }
  }

  /** Nothing locks under a call that runs. */
  private async keepAgentsAtDesk(): Promise<void> {
    const now = this.ctx.clock.now().getTime();
    if (passed(this.keptAtDeskAt, now) < atDeskEveryMs) return;
    this.keptAtDeskAt = now;
    const agentIds = [...this.rooms.values()].flatMap(({ seats: { agent }, media }) =>
      agent?.visitor.member === "agent" && media.agent ? [agent.visitor.agent.id] : [],
    );
    await keepAtDesk(this.ctx, { agentIds });
  }

  /** The newest state of a segment, from the first frame that was not noted yet. */
  private keep(note: ChunkNote): void {
    const key = `${note.roomId}/${note.member}/${note.segment}`;
    const earlier = this.notes.get(key);
    if (!earlier) this.notes.set(key, note);
    else if (earlier.chunks < note.chunks) this.notes.set(key, { ...note, from: earlier.from });
    else earlier.from = note.from;
  }

  private async noteGrowth(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      this.ctx.log.warn({ err: error }, "what was recorded could not be noted");
    }
  }

  private async flush(): Promise<void> {
    const notes = [...this.notes.values()];
    this.notes.clear();
    for (const { roomId, gapMs, limitMs, number, at } of await this.note(notes)) {
      const message = { type: "session-voided", gapMs, limitMs, number, at: at.toISOString() } as const;
      this.rooms.get(roomId)?.tell(message);
    }
    for (const { roomId } of notes) this.unsigned.add(roomId);
    const now = this.ctx.clock.now().getTime();
    if (passed(this.signedAt, now) < signEveryMs) return;
    this.signedAt = now;
    await signHeads(this.ctx, { roomIds: [...this.unsigned] });
    this.unsigned.clear();
  }

  /** What could not be written is written with the next: else a database that was away would look like a break. */
  private async note(notes: ChunkNote[]): Promise<VoidedSession[]> {
    try {
      return await noteRecordings(this.ctx, notes);
    } catch (error) {
      for (const note of notes) this.keep(note);
      throw error;
    }
  }

  private hear(event: RoomMediaEvent): void {
    const live = this.rooms.get(event.roomId);
    if (event.type === "worker-lost") {
      for (const member of seats) {
        const attempt = live?.media[member]?.attempt ?? null;
        if (attempt !== null) live?.tell({ type: "rejoin", reason: "worker-restarted", attempt }, [member]);
      }
      return;
    }
    const member = event.memberId;
    if (!isMember(member)) return;
    if (event.type === "chunk") {
      live?.noteChunk(event, member);
      const { roomId, segment, bytes, head, zeroAt } = event;
      this.keep({
        roomId,
        member,
        segment,
        chunks: event.number + 1,
        bytes,
        head,
        at: new Date(event.at),
        startedAt: new Date(zeroAt),
        from: new Date(zeroAt + event.from),
        until: new Date(zeroAt + event.until),
      });
    } else if (event.type === "recording-failed")
      this.ctx.log.error({ roomId: event.roomId, reason: event.reason }, "recording failed");
    else this.heardState(live, member, event);
  }

  private heardState(live: LiveRoom | undefined, member: RoomMember, event: { attempt: number; state: string }): void {
    const media = live?.media[member];
    if (!live || !media || media.attempt !== event.attempt) return;
    media.connected = event.state === "connected";
    if (event.state === "failed")
      live.tell({ type: "rejoin", reason: "connection-lost", attempt: event.attempt }, [member]);
  }
}
