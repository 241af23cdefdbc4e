import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { apiRoomSocketPath, apiRoomStillPath } from "../../contract/program-addresses.ts";
import { type RoomMember, roomVersion, seats } from "../../contract/room-wire.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import type { Context } from "../../platform/settings/context.ts";
import { endSitting } from "../../proofing/script/end-sitting.ts";
import { type LiveRoom, nameOf, said } from "../../rooms/live/live-room.ts";
import type { RoomHub } from "../../rooms/live/room-hub.ts";
import { sentAway } from "../../rooms/live/seat.ts";
import type { RoomMedia } from "../../rooms/media-port.ts";
import { isCameraOf } from "../../rooms/passes/open-camera-pass.ts";
import { guestOf } from "../../rooms/passes/open-guest-pass.ts";
import { iceServersFor } from "../../rooms/passes/turn-credentials.ts";
import { mayConduct, maySupervise, type Room } from "../../rooms/room.ts";
import { RoomsFailure } from "../../rooms/rooms-failures.ts";
import { linesOf, roomById } from "../../rooms/rooms-reads.ts";
import { decideAdmission } from "../../rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../rooms/sitting/enter-lobby.ts";
import { giveConsent } from "../../rooms/sitting/give-consent.ts";
import { joinMedia, type RoomVisitor } from "../../rooms/sitting/join-media.ts";
import { noteSeat } from "../../rooms/sitting/note-seat.ts";
import { pauseRoom } from "../../rooms/sitting/pause-room.ts";
import { showStep } from "../../rooms/sitting/show-step.ts";
import { writeLine } from "../../rooms/sitting/write-line.ts";
import { receiveStill } from "../../rooms/stills/receive-still.ts";
import { requestStill } from "../../rooms/stills/request-still.ts";
import { cameraCookie, guestCookie, readCookie } from "../cookies.ts";
import { ordersOfRequest } from "../order-access.ts";
import { agentOf } from "../signed-in-agent.ts";
import type { ReadMessage } from "./room-messages.ts";
import { RoomSeat } from "./room-seat.ts";

type RoomDeps = { ctx: Context; media: RoomMedia; rooms: RoomHub };
type Visit = { room: Room; visitor: RoomVisitor };

/** Bits a second; the holder's picture is the one that documents must be read in (VC-13). */
const maxBitrate: Partial<Record<RoomMember, number>> = { applicant: 1_300_000, camera: 1_300_000 };
const usualBitrate = 700_000;
const helloMs = 10_000;
const stillLimit = 12 * 1024 * 1024;
const address = z.object({ roomId: z.uuid() });
const side = z.object({ as: z.enum(seats) });

/** The WebSocket of a room and the address for its stills (docs/room-protocol.md §1). */
export function roomSocket(app: FastifyInstance, deps: RoomDeps): void {
  const { ctx, rooms } = deps;
  // A door waits for its sockets: their pages are sent away first.
  app.addHook("preClose", () => rooms.close());
  app.addContentTypeParser("image/jpeg", { parseAs: "buffer", bodyLimit: stillLimit }, (_request, body, done) =>
    done(null, body),
  );

  // Refused before the upgrade, so that a stranger gets the answer of any other missing page. The handler itself must
  // not wait: a message that comes before its listener is lost.
  const visits = new WeakMap<FastifyRequest, Visit>();
  const identify = async (request: FastifyRequest) => {
    const visit = await visitOf(ctx, request);
    await noteSeat(ctx, { ...visit, address: request.ip, userAgent: request.headers["user-agent"] ?? "" });
    visits.set(request, visit);
  };
  app.get(
    apiRoomSocketPath.route,
    { websocket: true, preValidation: identify },
    (socket: WebSocket, request: FastifyRequest) => {
      const { room, visitor } = visits.get(request)!;
      takeSeat(deps, room, (events) => new RoomSeat(socket, visitor, events));
    },
  );

  app.post(apiRoomStillPath.route, { bodyLimit: stillLimit }, async (request, reply) => {
    const room = await roomOf(ctx, request);
    const { nonce } = request.params as { nonce: string };
    const from = await photographerOf(ctx, request, room);
    if (!from) throw new RoomsFailure("room-not-found");
    if (!Buffer.isBuffer(request.body)) throw new RoomsFailure("still-not-a-picture");
    const command = { roomId: room.id, orderId: room.orderId, nonce, jpeg: request.body, from };
    const { hash: sha256, receivedAt, ...kept } = await receiveStill(ctx, command);
    const { id, kind, width, height, bytes, measures, faults } = kept;
    const still = { id, kind, width, height, bytes, sha256, takenAt: receivedAt.toISOString(), measures, faults };
    rooms.stillCame(room.id, nonce, { type: "still-kept", still });
    return reply.status(201).send({ id, sha256, takenAt: still.takenAt, measures, faults });
  });
}

/** The holder's own browser, or the phone that the holder made the camera of this room; one browser may be both. */
async function photographerOf(
  ctx: Context,
  request: FastifyRequest,
  room: Room,
): Promise<"applicant" | "camera" | undefined> {
  const wanted = side.safeParse(request.query).data?.as;
  if (wanted !== "applicant" && (await isCameraOf(ctx, room.id, readCookie(ctx, request, cameraCookie))))
    return "camera";
  const orders = wanted === "camera" ? [] : await ordersOfRequest(ctx, request);
  return orders.some((order) => order.id === room.orderId) ? "applicant" : undefined;
}

async function roomOf(ctx: Context, request: FastifyRequest): Promise<Room> {
  const { data } = address.safeParse(request.params);
  const room = data && (await roomById(ctx.db, data.roomId));
  if (!room) throw new RoomsFailure("room-not-found");
  return room;
}

/**
 * One browser may hold both sign-ins (the demonstration does), so the page says as whom it comes, and that sign-in
 * proves it.
 */
async function visitOf(ctx: Context, request: FastifyRequest): Promise<Visit> {
  const room = await roomOf(ctx, request);
  const wanted = side.safeParse(request.query).data?.as;
  if (wanted === "agent") {
    const agent = await agentOf(ctx, request);
    if (agent && mayConduct(agent, room)) return { room, visitor: { member: "agent", agent } };
  } else if (wanted === "supervisor") {
    const agent = await agentOf(ctx, request);
    if (agent && maySupervise(agent, room)) return { room, visitor: { member: "supervisor", agent } };
  } else if (wanted === "camera") {
    if (await isCameraOf(ctx, room.id, readCookie(ctx, request, cameraCookie)))
      return { room, visitor: { member: "camera", roomId: room.id } };
  } else if (wanted === "interpreter") {
    const guest = await guestOf(ctx, room.id, readCookie(ctx, request, guestCookie));
    if (guest) return { room, visitor: { member: "interpreter", roomId: room.id, name: guest.name } };
  } else if (wanted === "applicant") {
    const orders = await ordersOfRequest(ctx, request);
    if (orders.some((order) => order.id === room.orderId))
      return { room, visitor: { member: "applicant", orderId: room.orderId } };
  }
  // The same words for a foreign room and for none.
  throw new RoomsFailure("room-not-found");
}

function takeSeat(
  deps: RoomDeps,
  room: Room,
  open: (events: ConstructorParameters<typeof RoomSeat>[2]) => RoomSeat,
): void {
  const { ctx, rooms } = deps;
  let live: LiveRoom | undefined;
  const seat: RoomSeat = open({
    async message(message) {
      if (message.type === "hello") {
        clearTimeout(silence);
        live = (await greet(deps, room.id, seat, message)) ?? live;
      } else if (live) await act(deps, live, seat, message);
      else throw new RoomsFailure("room-message-invalid");
    },
    closed() {
      clearTimeout(silence);
      if (live) rooms.rise(live, seat);
    },
    failed: (error) => ctx.log.error({ err: error }, "room message failed"),
  });
  const silence = setTimeout(() => seat.close(1008), helloMs);
}

async function greet(
  { ctx, rooms }: RoomDeps,
  roomId: string,
  seat: RoomSeat,
  { version, page }: Extract<ReadMessage, { type: "hello" }>,
): Promise<LiveRoom | undefined> {
  if (version !== roomVersion) {
    seat.refuse(new RoomsFailure("room-version-unknown"));
    seat.close(1008);
    return undefined;
  }
  const room = (await roomById(ctx.db, roomId))!;
  const live = await rooms.sit(room, seat, page);
  if (!live) {
    seat.refuse(new RoomsFailure("room-occupied"));
    seat.close(sentAway);
    return undefined;
  }
  const { member } = seat;
  seat.send({
    type: "welcome",
    version: roomVersion,
    you: { member, name: nameOf(seat.visitor, room), attempt: live.media[member]?.attempt ?? null },
    room: live.picture(room, ctx.clock.now()),
    iceServers: iceServersFor(ctx.config.turn, member, ctx.clock.now()),
    maxBitrate: maxBitrate[member] ?? usualBitrate,
    said: (await linesOf(ctx.db, roomId)).map(said),
  });
  live.wantStillAgain(seat, ctx.clock.now());
  await rooms.refresh(roomId);
  return live;
}

async function act(deps: RoomDeps, live: LiveRoom, seat: RoomSeat, message: ReadMessage): Promise<void> {
  const { ctx, media, rooms } = deps;
  const { visitor, member } = seat;
  const roomId = live.id;
  switch (message.type) {
    case "join": {
      const { offer, attempt, transport } = message;
      const answer = await joinMedia(ctx, media, { roomId, visitor, offer, attempt, transport });
      rooms.joined(live, member, attempt);
      seat.send({ type: "answer", answer, attempt });
      return;
    }
    case "candidate":
      if (live.media[member]?.attempt === message.attempt)
        media.candidate(roomId, member, message.candidate, message.mid);
      return;
    case "ticks": {
      const { type: _, ...line } = message;
      live.tell({ type: "line", of: member, ...line });
      return;
    }
    case "devices": {
      const { camera, microphone } = message;
      live.noteDevices(member, { camera, microphone });
      await rooms.refresh(roomId);
      return;
    }
    case "say": {
      const { text, key } = message;
      const line = await writeLine(ctx, { roomId, visitor, text, ...(key && { key }) });
      // Sent again, because the answer was lost: told again to who sent it, and to nobody else.
      if (!live.sayOnce(line)) seat.send({ type: "said", line: said(line) });
      return;
    }
    case "still-failed":
      live.stillFailed(message.nonce, message.why);
      return;
    case "leave":
      await rooms.leaveMedia(live, member);
      return;
    default:
      if (visitor.member === "agent") await conduct(ctx, live, visitor.agent, message);
      else if (visitor.member === "applicant") await partake(ctx, live, visitor.orderId, message);
      await rooms.refresh(roomId);
  }
}

/** What only the agent sends. */
async function conduct(ctx: Context, live: LiveRoom, agent: AgentPrincipal, message: ReadMessage): Promise<void> {
  const roomId = live.id;
  if (message.type === "admit") await decideAdmission(ctx, { roomId, agent, outcome: "admitted" });
  else if (message.type === "put-back") await decideAdmission(ctx, { roomId, agent, outcome: "put-back" });
  else if (message.type === "refuse")
    await decideAdmission(ctx, { roomId, agent, outcome: "refused", reason: message.reason });
  else if (message.type === "pause") await pauseRoom(ctx, { roomId, agent, reason: message.reason });
  else if (message.type === "resume") await pauseRoom(ctx, { roomId, agent, reason: undefined });
  else if (message.type === "step") {
    const { type: _, ...step } = message;
    await showStep(ctx, { roomId, agent, step });
  } else if (message.type === "ask-still") {
    if (live.repeatsStill(message.kind, ctx.clock.now())) return;
    const { nonce, kind, expiresAt } = await requestStill(ctx, { roomId, agent, kind: message.kind });
    live.wantStill({ type: "still-wanted", nonce, kind, expiresAt: expiresAt.toISOString() });
  } else if (message.type === "end") await endSitting(ctx, { roomId, by: agent });
}

/** What only the applicant sends. */
async function partake(ctx: Context, live: LiveRoom, orderId: string, message: ReadMessage): Promise<void> {
  const roomId = live.id;
  if (message.type === "knock")
    await enterLobby(ctx, { roomId, orderId, name: message.name, deviceTest: message.device ?? {} });
  else if (message.type === "consent") await giveConsent(ctx, { roomId, orderId });
}
