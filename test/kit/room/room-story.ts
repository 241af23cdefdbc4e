import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pushApi } from "../../../src/faces/api/push-api.ts";
import { readinessApi } from "../../../src/faces/api/readiness-api.ts";
import { roomSocket } from "../../../src/faces/api/room-socket.ts";
import { cameraPasses } from "../../../src/faces/applicant/room/camera-passes.ts";
import { guestPasses } from "../../../src/faces/applicant/room/guest-passes.ts";
import { readinessPages } from "../../../src/faces/applicant/room/readiness-pages.ts";
import { roomPages } from "../../../src/faces/applicant/room/room-pages.ts";
import { openDoor, type Routes } from "../../../src/faces/door.ts";
import { startMediaWorkers } from "../../../src/media/media-workers.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { startWorker } from "../../../src/platform/jobs/job-worker.ts";
import type { DomainJobs } from "../../../src/platform/jobs/jobs.ts";
import type { Config } from "../../../src/platform/settings/config.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { type Cpf, parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { pushJobs } from "../../../src/push/push-jobs.ts";
import { RoomHub } from "../../../src/rooms/live/room-hub.ts";
import { roomsJobs } from "../../../src/rooms/rooms-jobs.ts";
import { roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { listener, maria, openShop, pay, placedOrder } from "../shop.ts";
import { createWorld } from "../world.ts";

const password = "uma frase longa e boa";

const quarter = 15 * 60_000;

/** What stands to the right of rooms, for stories that go on there. */
export type RoomStoryMore = {
  port?: number;
  routes?: (ctx: Context) => Routes[];
  domains?: DomainJobs;
  /** So many rooms at the same time, each with a holder and an agent of its own; one where nothing is said. */
  calls?: number;
};

/**
 * A room with a holder and an agent (and as many more as `calls` says), real media workers, real jobs and the real door on a port. Time is the machine's:
 * the appointment starts at the next quarter of an hour, so the room is open.
 */
export async function createRoomStory(config: Partial<Config> = {}, more: RoomStoryMore = {}) {
  const world = await createWorld({ config });
  const now = Date.now();
  const startsAt = new Date(Math.ceil(now / quarter) * quarter);
  // Booked in good time; the rest of the story happens now.
  world.clock.set(new Date(now - 4 * 3_600_000));
  let workerPid = 0;
  const media = await startMediaWorkers({
    count: 1,
    folder: join(world.ctx.config.dataFolder, "recordings"),
    address: "127.0.0.1",
    port: 0,
    keyOf: (roomId) => world.ctx.secrets.hmac("recording", roomId),
    log: {
      warn: () => {},
      info: (details) => {
        workerPid = (details as { pid: number }).pid;
      },
    },
  });
  const ear = listener();
  const domains: DomainJobs = { ...ear.domains, rooms: roomsJobs(media), push: pushJobs, ...more.domains };
  const shop = await openShop(world.ctx);
  const orders: Awaited<ReturnType<typeof placedOrder>>[] = [];
  for (let n = 0; n < (more.calls ?? 1); n++) {
    if (n > 0) await anotherAgent(world.ctx, shop.raId, n);
    const person =
      n === 0 ? maria : { ...maria, name: `Titular ${n}`, cpf: cpfOf(n), email: `titular${n}@exemplo.com.br` };
    const order = await placedOrder(world.ctx, shop.productId, person, ear, () => world.runJobs(domains));
    await holdSlot(world.ctx, { orderId: order.orderId, startsAt, by: holderOf(order.orderId) });
    await pay(world.ctx, order.orderId);
    await world.runJobs(domains);
    orders.push(order);
  }

  const ctx: Context = { ...world.ctx, clock: { now: () => new Date() } };
  const calls: RoomStoryCall[] = [];
  for (const order of orders) calls.push(await callOf(ctx, order));
  const { room, order, agent, account, cookies } = calls[0]!;

  const worker = startWorker(ctx, domains);
  const routes: Routes[] = [
    (scope) => roomSocket(scope, { ctx, media, rooms: new RoomHub(ctx, media) }),
    (scope) => guestPasses(scope, { ctx }),
    (scope) => roomPages(scope, { ctx }),
    (scope) => cameraPasses(scope, { ctx }),
    (scope) => readinessApi(scope, { ctx, media }),
    (scope) => pushApi(scope, { ctx }),
    (scope) => readinessPages(scope, { ctx }),
  ];
  const app = await openDoor(ctx, [...routes, ...(more.routes?.(ctx) ?? [])]);
  await app.listen({ host: "127.0.0.1", port: more.port ?? 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    ctx,
    room,
    order,
    agent,
    account,
    calls,
    media,
    url: `http://localhost:${port}`,
    cookies,
    workerPid: () => workerPid,
    async close() {
      await app.close();
      await worker.stop();
      await media.stop();
      await world.close();
    },
  };
}

/** The room of an order and both who sit in it, the agent signed in. */
async function callOf(ctx: Context, order: Awaited<ReturnType<typeof placedOrder>>) {
  const room = (await roomOfOrder(ctx.db, order.orderId))!;
  const { raId, agentId } = room;
  const { name, cpf, email } = (await agentById(ctx.db, agentId))!;
  const agent: AgentPrincipal = { kind: "agent", id: agentId, raId, cpf, name, roles: ["agent"] };
  const { invitationToken } = await openAgentLink(ctx, { agentId, by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const session = await signIn(ctx, { email, password, address: "127.0.0.1" });
  const cookies = { confere_pedido: order.accessToken, confere_agente: session.token };
  return { room, order, agent, account: { email, password }, cookies };
}

/** Somebody else of the AR who attends round the clock. */
async function anotherAgent(ctx: Context, raId: string, n: number): Promise<void> {
  const agent = {
    raId,
    name: `Agente ${n}`,
    cpf: cpfOf(500 + n),
    email: `agente${n}@ar.example`,
    roles: ["agent" as const],
  };
  const { agentId } = await createAgent(ctx, { ...agent, by: "installation" });
  const hours = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens: "00:00", closes: "24:00" }));
  await setAgendaHours(ctx, { agentId, hours, by: "installation" });
}

/** The nth made-up CPF with the digits that belong to it. */
function cpfOf(n: number): Cpf {
  const body = String(100_000_000 + n);
  for (let digits = 0; digits < 100; digits++) {
    const cpf = parseCpf(`${body}${String(digits).padStart(2, "0")}`);
    if (cpf) return cpf;
  }
  throw new Error(`no CPF begins with ${body}`);
}

export type RoomStoryCall = Awaited<ReturnType<typeof callOf>>;
export type RoomStory = Awaited<ReturnType<typeof createRoomStory>>;
