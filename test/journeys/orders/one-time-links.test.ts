import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { cameraPasses } from "../../../src/faces/applicant/room/camera-passes.ts";
import { guestPasses } from "../../../src/faces/applicant/room/guest-passes.ts";
import { invitationPages } from "../../../src/faces/desk/account/invitation-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import { parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { inviteInterpreter } from "../../../src/rooms/passes/invite-interpreter.ts";
import { makeCameraPass } from "../../../src/rooms/passes/make-camera-pass.ts";
import { openGuestPass } from "../../../src/rooms/passes/open-guest-pass.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { openSitting, person } from "../../kit/sitting.ts";

type Sitting = Awaited<ReturnType<typeof openSitting>>;
type Door = Awaited<ReturnType<typeof openDoor>>;

/** Case 28: programs that preview links and scan mails open every address with GET and HEAD, many times, from elsewhere. */
describe("links that are good once", () => {
  let sitting: Sitting;
  let door: Door;
  before(async () => {
    sitting = await openSitting();
    const { ctx } = sitting;
    door = await openDoor(ctx, [
      (scope) => guestPasses(scope, { ctx }),
      (scope) => cameraPasses(scope, { ctx }),
      (scope) => invitationPages(scope, { ctx } as Parameters<typeof invitationPages>[1]),
    ]);
  });
  after(async () => {
    await door.close();
    await sitting.world.close();
  });

  const preview = async (url: string) => {
    for (const method of ["GET", "HEAD", "GET", "HEAD"] as const) {
      const seen = await door.inject({ method, url });
      assert.equal(seen.statusCode, 200);
      assert.deepEqual(seen.cookies, [], "nothing is given to whoever only looks");
    }
  };
  const acts = async () => (await readChain(sitting.ctx.db, `order:${sitting.orderId}`)).map(({ act }) => act);

  const passes: [string, string, () => Promise<string>][] = [
    [
      "the interpreter's seat",
      "interpreter.came",
      async () => {
        const { ctx, roomId, agent } = sitting;
        return `/sala/convite/${(await inviteInterpreter(ctx, { roomId, agent, name: "Íris" })).token}`;
      },
    ],
    ["the camera pass", "camera.came", async () => `/camera/${(await makeCameraPass(sitting.ctx, sitting)).token}`],
  ];
  for (const [name, act, make] of passes) {
    test(`${name}: looking uses nothing up, the button takes it, once; its own browser comes back by the same link`, async () => {
      const url = await make();
      const before = (await acts()).length;
      await preview(url);
      assert.equal((await acts()).length, before);
      assert.match((await door.inject({ url })).body, /<form method="post"/);
      const taken = await door.inject({ method: "POST", url });
      assert.equal(taken.statusCode, 303);
      assert.deepEqual((await acts()).slice(before), [act]);
      const seat = taken.cookies[0]!;
      const cookies = { [seat.name]: seat.value };
      assert.equal((await door.inject({ url: String(taken.headers.location), cookies })).statusCode, 200);
      for (const method of ["GET", "POST"] as const) {
        const again = await door.inject({ method, url, cookies });
        assert.equal(again.headers.location, taken.headers.location, "a second press, a link opened again");
        assert.equal((await door.inject({ method, url })).statusCode, 404, "another browser");
      }
      assert.deepEqual((await acts()).slice(before), [act]);
      const left = await door.inject({ method: "POST", url: `${taken.headers.location}/saida`, cookies });
      assert.match(left.body, /Você saiu da videoconferência/);
      assert.match(String(left.headers["set-cookie"]), new RegExp(`^${seat.name}=;`));
      for (const again of [url, String(taken.headers.location)])
        assert.equal((await door.inject({ url: again, cookies })).statusCode, 404, "a copied cookie opens nothing");
      await door.inject({ method: "POST", url: `${taken.headers.location}/saida`, cookies });
      assert.deepEqual((await acts()).slice(before), [act, act.replace(/came$/, "left")]);
    });

    test(`${name}: two browsers press at once, one has the seat`, async () => {
      const url = await make();
      const answers = await Promise.all([1, 2, 3].map(() => door.inject({ method: "POST", url })));
      assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 404, 404]);
    });

    test(`${name}: an address that was never given is refused alike`, async () => {
      const url = (await make()).replace(/[^/]+$/, "A".repeat(43));
      for (const method of ["GET", "POST"] as const) assert.equal((await door.inject({ method, url })).statusCode, 404);
      assert.equal((await door.inject({ url: url.slice(0, -3) })).statusCode, 404);
    });
  }

  test("an interpreter is invited by the room's own agent, by name, for half an hour; the trail says by whom, the token is kept by nobody", async () => {
    const { ctx, roomId, agent, orderId, clock } = sitting;
    const invite = (more: object = {}) => inviteInterpreter(ctx, { roomId, agent, name: "Íris", ...more });
    const colleague = await person(ctx, agent.raId, "71428793860", ["agent", "manager"]);
    const before = (await acts()).length;
    await assert.rejects(invite({ agent: colleague }), { code: "not-allowed" });
    await assert.rejects(invite({ agent: { ...agent, roles: ["auditor"] } }), { code: "not-allowed" });
    await assert.rejects(invite({ roomId: orderId }), { code: "room-not-found" });
    assert.equal((await acts()).length, before);
    const { token, expiresAt } = await invite();
    assert.equal(expiresAt.getTime() - clock.now().getTime(), 30 * 60_000);
    const entry = (await readChain(ctx.db, `order:${orderId}`)).at(-1)!;
    assert.deepEqual([entry.act, entry.actor.id, entry.details["name"]], ["interpreter.invited", agent.id, "Íris"]);
    const { rows } = await sql`select p::text as kept from guest_passes p`.execute(ctx.db);
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(token));
    const url = `/api/v1/rooms/${roomId}/interpreter-pass`;
    const { invitationToken } = await openAgentLink(ctx, { agentId: agent.id, by: "installation" });
    await acceptInvitation(ctx, { token: invitationToken, password: "uma frase longa e boa" });
    const { email } = (await agentById(ctx.db, agent.id))!;
    const session = await signIn(ctx, { email, password: "uma frase longa e boa", address: "192.0.2.1" });
    const cookies = { confere_agente: session.token };
    for (const payload of [{}, { name: " \u200b " }, { name: "x".repeat(121) }])
      assert.equal((await door.inject({ method: "POST", url, cookies, payload })).statusCode, 422);
    const made = await door.inject({ method: "POST", url, cookies, payload: { name: " Íris " } });
    assert.equal(made.statusCode, 201);
    assert.match(made.json().url, new RegExp(`^${ctx.config.publicUrl}/sala/convite/[\\w-]{43}$`));
    assert.equal((await door.inject({ method: "POST", url, payload: { name: "Íris" } })).statusCode, 401);
  });

  test("a pass that ran out is not taken by a press either", async () => {
    const { ctx, roomId, agent, clock } = sitting;
    const { token } = await inviteInterpreter(ctx, { roomId, agent, name: "Íris" });
    const { token: camera } = await makeCameraPass(ctx, sitting);
    clock.advance({ minutes: 31 });
    await assert.rejects(openGuestPass(ctx, { token }), { code: "guest-pass-used" });
    for (const url of [`/sala/convite/${token}`, `/camera/${camera}`])
      assert.equal((await door.inject({ method: "POST", url })).statusCode, 404);
    clock.advance({ minutes: -31 });
  });

  test("a colleague's invitation is opened by previewers and still sets its password", async () => {
    const { ctx, agent } = sitting;
    const about = { raId: agent.raId, name: "Nova Colega", email: "nova@ar.example", roles: ["agent" as const] };
    const { invitationToken } = await createAgent(ctx, { ...about, cpf: parseCpf("39053344705")!, by: "installation" });
    const url = `/desk/convite/${invitationToken}`;
    await preview(url);
    const secret = "uma frase longa e boa";
    const payload = new URLSearchParams({ password: secret, again: secret }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    assert.equal((await door.inject({ method: "POST", url, payload, headers })).statusCode, 303);
  });

  test("expired or of a room that ended: the page says so before anybody presses", async () => {
    const { ctx, roomId, agent, clock } = sitting;
    const [late, ended] = [
      await passes[0]![2](),
      (await inviteInterpreter(ctx, { roomId, agent, name: "Íris" })).token,
    ];
    const seated = await inviteInterpreter(ctx, { roomId, agent, name: "Íris" });
    const { seat } = await openGuestPass(ctx, { token: seated.token });
    const own = () => door.inject({ url: `/sala/${roomId}/interprete`, cookies: { confere_convidado: seat } });
    assert.equal((await own()).statusCode, 200);
    await closeRoom(ctx, { roomId, by: agent, reason: "Fim." });
    assert.doesNotMatch((await own()).body, /Maria da Silva/, "the seat's cookie names nobody after the end");
    const gone = await door.inject({ url: `/sala/convite/${ended}` });
    assert.match(gone.body, /terminou|encerrad/i);
    await assert.rejects(inviteInterpreter(ctx, { roomId, agent, name: "Íris" }), { code: "room-ended" });
    await assert.rejects(openGuestPass(ctx, { token: ended }), { code: "room-ended" });
    clock.advance({ minutes: 31 });
    assert.match((await door.inject({ url: late })).body, /já foi usado ou venceu/);
  });
});
