import type { FaceDeps } from "../../src/faces/routes.ts";
import { installationSeal } from "../../src/issuance/seals/installation-seal.ts";
import { notificationsJobs } from "../../src/notifications/notifications-jobs.ts";
import type { Courier, Parcel } from "../../src/notifications/outbox/courier.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { simulatedBank } from "../../src/payments/providers/simulated-bank.ts";
import type { AgentPrincipal } from "../../src/people/agent.ts";
import { agentById } from "../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../src/people/team/create-agent.ts";
import type { DomainJobs } from "../../src/platform/jobs/jobs.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import type { Cpf } from "../../src/platform/taxpayer-id.ts";
import { RoomHub } from "../../src/rooms/live/room-hub.ts";
import type { RoomMedia } from "../../src/rooms/media-port.ts";
import { roomsJobs } from "../../src/rooms/rooms-jobs.ts";
import { roomOfOrder } from "../../src/rooms/rooms-reads.ts";
import { enterLobby } from "../../src/rooms/sitting/enter-lobby.ts";
import { holdSlot } from "../../src/scheduling/booking/hold-slot.ts";
import { watchJobs } from "../../src/watch/watch-jobs.ts";
import { ours } from "./authorities.ts";
import { listener, maria, openShop, pay, placedOrder } from "./shop.ts";
import { createWorld } from "./world.ts";

/** Rooms whose media never flows: who waits and who comes is all these stories are about. */
export const silentMedia: RoomMedia = {
  join: async () => "answer",
  candidate: () => {},
  leave: async () => {},
  closeRoom: async () => [],
  removeRoom: async () => {},
  listen: () => () => {},
};

/** What the faces of a test lean on: the pretended bank, the installation's own seal, and rooms over `media`. A door that is closed closes them. */
export function facesOf(ctx: Context, media: RoomMedia = silentMedia): FaceDeps {
  return {
    ctx,
    media,
    rooms: new RoomHub(ctx, media),
    provider: simulatedBank(),
    signer: installationSeal,
    authorities: ours,
  };
}

const password = "uma frase longa e boa";

/** Signs the agent in as at a desk: they count as present for a quarter of an hour. Returns the sign-in's token. */
export async function sitDown(ctx: Context, agent: AgentPrincipal): Promise<string> {
  const { email, hasPassword } = (await agentById(ctx.db, agent.id))!;
  if (!hasPassword) {
    const { invitationToken } = await openAgentLink(ctx, { agentId: agent.id, by: "installation" });
    await acceptInvitation(ctx, { token: invitationToken, password });
  }
  return (await signIn(ctx, { email, password, address: "127.0.0.1" })).token;
}

/** Maria paid and booked 14:00 UTC with one of the AR's agents; mail is remembered, and nobody sits at a desk yet. */
export async function openWatch(agents = 2, more: DomainJobs = {}) {
  const world = await createWorld();
  const { ctx, clock } = world;
  const ear = listener();
  const parcels: Parcel[] = [];
  const courier: Courier = {
    async deliver(parcel) {
      parcels.push(parcel);
      return "smtp";
    },
    close: () => {},
  };
  const domains = {
    ...ear.domains,
    rooms: roomsJobs(silentMedia),
    watch: watchJobs,
    notifications: notificationsJobs(courier),
    ...more,
  };
  const run = () => world.runJobs(domains);
  const shop = await openShop(ctx, { agents });
  const cpf = "39053344705" as Cpf;
  const { agentId: managerId } = await createAgent(ctx, {
    raId: shop.raId,
    name: "Gerente",
    cpf,
    email: `gerente-${shop.raId}@ar.example`,
    roles: ["manager"],
    by: "installation",
  });
  const manager: AgentPrincipal = {
    kind: "agent",
    id: managerId,
    raId: shop.raId,
    cpf,
    name: "Gerente",
    roles: ["manager"],
  };
  const order = await placedOrder(ctx, shop.productId, maria, ear, run);
  const startsAt = new Date("2026-11-23T14:00:00Z");
  await holdSlot(ctx, { orderId: order.orderId, startsAt, by: holderOf(order.orderId) });
  await pay(ctx, order.orderId);
  await run();
  const room = (await roomOfOrder(ctx.db, order.orderId))!;
  const principals: AgentPrincipal[] = [];
  for (const id of shop.agentIds) {
    const { name, cpf: own } = (await agentById(ctx.db, id))!;
    principals.push({ kind: "agent", id, raId: shop.raId, cpf: own, name, roles: ["agent"] });
  }
  const expected = principals.find(({ id }) => id === room.agentId)!;
  const others = principals.filter(({ id }) => id !== room.agentId);
  /** Moves the clock to minutes after the hour and does what is due by then, step by step. */
  const at = async (minutes: number) => {
    clock.set(new Date(startsAt.getTime() + minutes * 60_000));
    await run();
  };
  const knock = async () =>
    enterLobby(ctx, {
      roomId: (await roomOfOrder(ctx.db, order.orderId))!.id,
      orderId: order.orderId,
      name: "Maria",
      deviceTest: { camera: true },
    });
  return { world, ctx, clock, ear, run, at, knock, parcels, shop, order, room, startsAt, expected, others, manager };
}
