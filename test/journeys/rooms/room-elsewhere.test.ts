import assert from "node:assert/strict";
import { test } from "node:test";
import { deskCasePath } from "../../../src/contract/desk-addresses.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { roomPages } from "../../../src/faces/applicant/room/room-pages.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import type { RoomMedia } from "../../../src/rooms/media-port.ts";
import { roomsJobs } from "../../../src/rooms/rooms-jobs.ts";
import { roomById, roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { releaseAppointment } from "../../../src/scheduling/appointments/release-appointment.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { meetingCompany } from "../../kit/room/meeting-company.ts";
import { listener, maria, openShop, pay, placedOrder } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";

const password = "correto cavalo bateria grampo";
const noMedia: RoomMedia = {
  join: async () => "answer",
  candidate: () => {},
  leave: async () => {},
  closeRoom: async () => [],
  removeRoom: async () => {},
  listen: () => () => {},
};

/** Maria's AR works with another company's rooms; her appointment is in four hours. */
async function open() {
  const world = await createWorld();
  const { ctx, clock } = world;
  await sql`insert into meeting_providers (name, title) values ('outside', 'Reunião Azul')`.execute(ctx.db);
  await sql`update rule_packs set content = jsonb_set(content, '{room,provider}', '"outside"')`.execute(ctx.db);
  const ear = listener();
  const company = meetingCompany();
  const rooms = roomsJobs(noMedia, [company.provider]);
  const domains = { ...ear.domains, rooms, notifications: notificationsJobs(mailboxCourier) };
  const run = () => world.runJobs(domains, { tolerate: true });
  const shop = await openShop(ctx);
  const place = await placedOrder(ctx, shop.productId, maria, ear, run);
  const { orderId } = place;
  await holdSlot(ctx, { orderId, startsAt: new Date(clock.now().getTime() + 4 * 3_600_000), by: holderOf(orderId) });
  await pay(ctx, orderId);
  await run();
  const room = async () => (await roomOfOrder(ctx.db, orderId))!;
  return { world, ctx, clock, company, run, shop, room, ...place };
}

test("an AR with another company's rooms: order page, letters and desk lead there by our door, and we know who came", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, clock, company, run, shop, room, orderId, number } = story;
  const app = await openDoor(ctx, [
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => roomPages(scope, { ctx }),
    (scope) => deskPages(scope, { ctx }),
  ]);
  const holder = visitor(app);
  await holder.open("/revogar");
  await holder.send("/pedido", { numero: number, documento: "529.982.247-25" });
  assert.equal(company.held.size, 0, "not made long before");
  await holder.open(`/pedido/${number}`);
  assert.match(holder.page.text, /Pelo Reunião Azul|A sala abre às/);
  await holder.open(`/pedido/${number}/sala`);
  assert.match(holder.page.text, /pelo Reunião Azul.*O link aparece aqui às/s);
  assert.equal((await holder.request("POST", `/pedido/${number}/sala/entrada`, {})).status, 409, "nobody comes early");

  company.down = true;
  clock.advance({ hours: 2 });
  await run();
  clock.advance({ hours: 1, minutes: 1 });
  await run();
  const { opensAt } = await room();
  clock.set(opensAt);
  await run();
  await holder.open(`/pedido/${number}/sala`);
  assert.match(holder.page.text, /Estamos preparando o link/);
  company.down = false;
  clock.advance({ minutes: 12 });
  await run();
  assert.deepEqual([...company.held.keys()], [(await room()).id]);

  const letters = await messagesOf(ctx.db, orderId);
  const told = (template: string) => letters.find((one) => one.template === template)?.bodyText ?? "";
  assert.match(told("hour-before"), new RegExp(`pelo Reunião Azul.*/pedido/${number}/sala`, "s"));
  assert.match(told("room-open"), /pelo Reunião Azul. Abra o link, diga que chegou/);
  for (const { bodyText } of letters) assert.doesNotMatch(bodyText, /reuniao\.example/, "a letter is no key");

  await holder.open(`/pedido/${number}/sala`);
  assert.doesNotMatch(holder.page.text, /reuniao\.example/);
  assert.equal((await room()).lobby, null);
  await holder.send(`/pedido/${number}/sala/entrada`);
  assert.match(holder.page.text, /href="https:\/\/reuniao\.example\/m-0"[^>]*>\s*Abrir o Reunião Azul/);
  assert.equal((await room()).lobby?.displayName, "Maria da Silva");

  const { invitationToken } = await openAgentLink(ctx, { agentId: shop.agentIds[0]!, by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const { rows } = await sql<{ email: string }>`select email from agents where id = ${shop.agentIds[0]!}`.execute(
    ctx.db,
  );
  const agent = visitor(app);
  await agent.open("/desk/entrar");
  await agent.send("/desk/entrar", { email: rows[0]!.email, password });
  await agent.open("/desk");
  assert.match(agent.page.text, /pelo Reunião Azul/);
  await agent.open(deskCasePath((await room()).id));
  assert.match(agent.page.text, /href="https:\/\/reuniao\.example\/m-0\/host"[^>]*>\s*Abrir o Reunião Azul/);
  assert.match(agent.page.text, /Maria da Silva<\/strong> espera desde/);
  assert.doesNotMatch(agent.page.text, /desk-call-island/, "our own call is not opened beside it");
  await app.close();
});

test("a meeting goes with its appointment: moved, cancelled, cancelled while it is being made, killed in between", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, clock, company, run, room, orderId } = story;
  clock.advance({ hours: 2 });
  await run();
  const first = await room();
  assert.equal(company.held.get(first.id)?.cancelled, false);
  const startsAt = new Date(clock.now().getTime() + 3 * 3_600_000);
  await rescheduleAppointment(ctx, { orderId, startsAt, by: holderOf(orderId) });
  company.down = true;
  await run();
  company.down = false;
  clock.advance({ hours: 1 });
  await run();
  const second = await room();
  assert.notEqual(second.id, first.id);
  assert.equal(company.held.get(first.id)?.cancelled, true);
  assert.deepEqual((await roomById(ctx.db, first.id))?.elsewhere?.links, null, "nobody is led to what is cancelled");
  assert.deepEqual(company.held.get(second.id), { key: second.id, startsAt, cancelled: false });

  const actor = { kind: "system" } as const;
  const release = (appointmentId: string) => releaseAppointment(ctx, { appointmentId, reason: "cancelled", actor });
  await release(second.appointmentId);
  await run();
  assert.equal(company.held.get(second.id)?.cancelled, true);
});

for (const end of ["cancelled while it answers", "killed after it answered"] as const)
  test(`a meeting that nobody wants any more never stands: ${end}`, async () => {
    const story = await open();
    await using _ = story.world;
    const { ctx, clock, company, run, room } = story;
    const { id, appointmentId } = await room();
    const actor = { kind: "system" } as const;
    company.beforeAnswer = async () => {
      company.beforeAnswer = async () => {};
      await releaseAppointment(ctx, { appointmentId, reason: "cancelled", actor });
      await run();
      // The word to cancel came there before the meeting was made.
      company.held.get(id)!.cancelled = false;
      if (end === "killed after it answered") throw new Error("killed");
    };
    clock.advance({ hours: 2 });
    await run();
    clock.advance({ minutes: 10 });
    await run();
    assert.deepEqual(
      [...company.held.values()].map(({ cancelled }) => cancelled),
      [true],
    );
  });
