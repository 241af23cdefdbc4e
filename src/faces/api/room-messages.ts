import { z } from "zod";
import type { Pause, Place, RoomMember, RoomState, ShownStep, StillKind } from "../../rooms/room.ts";
import { stillKinds } from "../../rooms/room.ts";
import type { StillFault, StillMeasures } from "../../rooms/still-measure.ts";

/** The wire of a room, version 1 (docs/room-protocol.md §1). The browser imports the types of this file only. */
export const roomVersion = 1;

const attempt = z.int().positive();
const text = (max: number) => z.string().trim().min(1).max(max);

/** "off": switched off by its owner; "stopped": taken away, by the system, by a cable, by another program. */
export const deviceStandings = ["live", "off", "stopped"] as const;
export type DeviceStanding = (typeof deviceStandings)[number];

export const clientMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    version: z.int(),
    /** The same for every socket of one page. */
    page: z.string().max(64).optional(),
  }),
  z.object({
    type: z.literal("knock"),
    name: text(120),
    /** What the device test measured; a flat table of words and figures. */
    device: z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()])).optional(),
  }),
  z.object({ type: z.literal("admit") }),
  z.object({ type: z.literal("put-back") }),
  z.object({ type: z.literal("refuse"), reason: text(300) }),
  z.object({
    type: z.literal("join"),
    offer: z.string().max(65_536),
    attempt,
    transport: z.enum(["udp", "tcp"]).default("udp"),
  }),
  z.object({ type: z.literal("candidate"), candidate: z.string().max(1000), mid: z.string().max(32), attempt }),
  z.object({
    type: z.literal("ticks"),
    imageOut: z.boolean(),
    soundOut: z.boolean(),
    imageIn: z.boolean(),
    soundIn: z.boolean(),
    roundTripMs: z.number().nonnegative().optional(),
    lossPercent: z.number().min(0).max(100).optional(),
    thin: z.boolean().optional(),
    lines: z.int().nonnegative().optional(),
    frames: z.number().nonnegative().optional(),
    transport: z.literal("tcp").optional(),
  }),
  z.object({ type: z.literal("devices"), camera: z.enum(deviceStandings), microphone: z.enum(deviceStandings) }),
  z.object({ type: z.literal("consent") }),
  z.object({
    type: z.literal("say"),
    text: text(2000),
    /** Given by the page: sent again under the same key it is one line. */
    key: z.uuid().optional(),
  }),
  z.object({
    type: z.literal("step"),
    number: z.int().positive(),
    total: z.int().positive(),
    title: text(200),
    text: z.string().max(2000).default(""),
  }),
  z.object({ type: z.literal("pause"), reason: text(300) }),
  z.object({ type: z.literal("resume") }),
  z.object({ type: z.literal("ask-still"), kind: z.enum(stillKinds) }),
  z.object({ type: z.literal("leave") }),
  z.object({ type: z.literal("end") }),
]);

export type ClientMessage = z.input<typeof clientMessage>;
export type ReadMessage = z.output<typeof clientMessage>;
export type MessageOf<T extends ReadMessage["type"]> = Extract<ReadMessage, { type: T }>;
export type Line = Omit<MessageOf<"ticks">, "type">;
export type MemberDevices = Omit<MessageOf<"devices">, "type">;

const everybody = ["hello", "join", "candidate", "ticks", "devices", "leave"] as const;
/** Who may send what. */
export const allowed: Record<RoomMember, readonly ReadMessage["type"][]> = {
  applicant: [...everybody, "say", "knock", "consent"],
  camera: everybody,
  interpreter: [...everybody, "say"],
  supervisor: everybody,
  agent: [...everybody, "say", "admit", "put-back", "refuse", "step", "pause", "resume", "ask-still", "end"],
};

/** Times are ISO 8601 in UTC; `now` is the server's clock, for honest countdowns on a phone whose clock is wrong. */
export type RoomPicture = {
  state: RoomState;
  now: string;
  startsAt: string;
  opensAt: string;
  applicant: { name: string; connected: boolean; place: Place };
  /** `connected`: the page is here; `inCall`: its picture and sound arrive; `busy`: in another session at this moment. */
  agent: { name: string; connected: boolean; inCall: boolean; late: boolean; busy: boolean };
  /** The phone as document camera. */
  camera: { connected: boolean };
  /** Of whom something does not run, by their own page's word. */
  devices: Partial<Record<RoomMember, MemberDevices>>;
  pause: Pause | null;
  /** Guests and observers who are here; the applicant is shown each of them. */
  others: { member: RoomMember; name: string }[];
  refusal: string | null;
  consentAt: string | null;
  /** Both sides are recorded in the session: from then on a consent counts. */
  recorded: boolean;
  /** Which session of the room runs; 2 and more follow a break above the limit. */
  session: number;
  step: ShownStep | null;
};

export type SaidLine = {
  id: string;
  by: "applicant" | "agent" | "interpreter" | "system";
  text: string;
  at: string;
  /** As its page gave it. */
  key: string | null;
};

export type ServerMessage =
  | {
      type: "welcome";
      version: number;
      you: { member: RoomMember; name: string; attempt: number | null };
      room: RoomPicture;
      iceServers: { urls: string[]; username?: string; credential?: string }[];
      maxBitrate: number;
      said: SaidLine[];
    }
  | { type: "room"; room: RoomPicture }
  | { type: "answer"; answer: string; attempt: number }
  | { type: "rejoin"; reason: "worker-restarted" | "connection-lost" | "draining"; attempt: number | null }
  | ({ type: "line"; of: RoomMember } & Line)
  | { type: "said"; line: SaidLine }
  | { type: "still-wanted"; nonce: string; kind: StillKind; expiresAt: string }
  | {
      type: "still-kept";
      still: {
        id: string;
        kind: StillKind;
        width: number;
        height: number;
        bytes: number;
        sha256: string;
        takenAt: string;
        measures: StillMeasures;
        faults: StillFault[];
      };
    }
  | {
      type: "recording";
      ok: boolean;
      bytes: number;
      head: string;
      at: string | null;
      silentMs: number;
      /** The longest hole that the session may have; `broken`: it has a longer one, and is void once both are back. */
      limitMs: number;
      broken: boolean;
    }
  | { type: "session-voided"; gapMs: number; limitMs: number; number: number; at: string }
  | { type: "error"; code: string; title: string; advice: string; about?: string };
