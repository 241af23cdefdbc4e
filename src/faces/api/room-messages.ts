import { z } from "zod";
import {
  type ClientMessage,
  deviceStandings,
  mediaTransports,
  type RoomMember,
  stillFailures,
  stillKinds,
} from "../../contract/room-wire.ts";

const attempt = z.int().positive();
const text = (max: number) => z.string().trim().min(1).max(max);

/** What a page of a room may send (docs/room-protocol.md §1). */
export const clientMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    version: z.int(),
    page: z.string().max(64).optional(),
  }),
  z.object({
    type: z.literal("knock"),
    name: text(120),
    device: z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()])).optional(),
  }),
  z.object({ type: z.literal("admit") }),
  z.object({ type: z.literal("put-back") }),
  z.object({ type: z.literal("refuse"), reason: text(300) }),
  z.object({
    type: z.literal("join"),
    offer: z.string().max(65_536),
    attempt,
    transport: z.enum(mediaTransports).default("udp"),
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
  z.object({ type: z.literal("still-failed"), nonce: z.string().max(64), why: z.enum(stillFailures) }),
  z.object({ type: z.literal("leave") }),
  z.object({ type: z.literal("end") }),
]) satisfies z.ZodType<unknown, ClientMessage>;

export type ReadMessage = z.output<typeof clientMessage>;

const everybody = ["hello", "join", "candidate", "ticks", "devices", "leave"] as const;
/** Who may send what. */
export const allowed: Record<RoomMember, readonly ReadMessage["type"][]> = {
  applicant: [...everybody, "say", "knock", "consent", "still-failed"],
  camera: [...everybody, "still-failed"],
  interpreter: [...everybody, "say"],
  supervisor: everybody,
  agent: [...everybody, "say", "admit", "put-back", "refuse", "step", "pause", "resume", "ask-still", "end"],
};
