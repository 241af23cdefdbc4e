import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { accountPages } from "../../../src/faces/desk/account/account-pages.ts";
import { invitationPages } from "../../../src/faces/desk/account/invitation-pages.ts";
import { signInPages } from "../../../src/faces/desk/account/sign-in-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import type { AgentRole } from "../../../src/people/agent.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { agreeToPasskeyRemoval } from "../../../src/people/passkeys/answer-passkey-removal.ts";
import { askPasskeyRemoval } from "../../../src/people/passkeys/ask-passkey-removal.ts";
import { passkeysOf } from "../../../src/people/passkeys/passkey-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { inviteAgent, openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { suspendAgent } from "../../../src/people/team/suspend-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { lettersTo, linkTo } from "../../kit/agent-link.ts";
import { ours } from "../../kit/authorities.ts";
import { openShop } from "../../kit/shop.ts";
import { person } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld, type World } from "../../kit/world.ts";

const password = "cavalo bateria grampo";

/** Four eyes must not fall to one manager: nobody takes another's place, and nobody is their own second pair of eyes. */
describe("the access of others", () => {
  let world: World;
  let raId: string;
  let app: Awaited<ReturnType<typeof openDoor>>;
  before(async () => {
    world = await createWorld();
    const { ctx } = world;
    ({ raId } = await openShop(ctx));
    app = await openDoor(ctx, [
      (scope) => signInPages(scope, { ctx } as Parameters<typeof signInPages>[1]),
      (scope) => invitationPages(scope, { ctx } as Parameters<typeof invitationPages>[1]),
      (scope) => accountPages(scope, { ctx } as Parameters<typeof accountPages>[1]),
      (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
    ]);
  });
  after(async () => {
    await app.close();
    await world.close();
  });

  const emailOf = async (id: string) => (await agentById(world.ctx.db, id))!.email;
  const staff = async (cpf: string, ...roles: AgentRole[]) => {
    const who = await person(world.ctx, raId, cpf, roles);
    const token = await own(who.id);
    await acceptInvitation(world.ctx, { token, password });
    return who;
  };
  /** By the start itself, as the demo's accounts are. */
  const own = async (agentId: string) => {
    return (await openAgentLink(world.ctx, { agentId, by: "installation" })).invitationToken;
  };
  const browserOf = async (id: string) => {
    const browser = visitor(app);
    await browser.request("POST", "/desk/entrar", { email: await emailOf(id), password });
    return browser;
  };
  const giveKey = (id: string) =>
    sql`insert into passkeys (id, agent_id, public_key, counter, transports, name, created_at)
      values (${`key-of-${id}`}, ${id}, '\\x00', 0, '{}', 'notebook', now())`.execute(world.ctx.db);
  const keysOf = async (id: string) => (await passkeysOf(world.ctx.db, id)).length;
  const trail = async (act: string) =>
    (await readChain(world.ctx.db, `ar:${raId}`)).filter((entry) => entry.act === act).at(-1)!;

  test("a link goes to the person's own mailbox and onto no screen; keys survive; the trail names who began it", async () => {
    const { ctx } = world;
    const manager = await staff("39053344705", "manager");
    const agent = await staff("71428793860", "agent");
    await giveKey(agent.id);
    const office = await browserOf(manager.id);
    const page = `/office/equipe/${agent.id}`;
    await office.open(page);
    await office.send(`${page}/convite`);
    assert.equal(office.heading(), `Link de nova senha enviado a ${agent.name}`);
    assert.doesNotMatch(office.page.text, /desk\/convite\//);
    const token = await linkTo(world, await emailOf(agent.id));
    assert.ok(token);
    assert.equal(
      (await office.request("GET", `/desk/convite/${token}`)).status,
      200,
      "whoever reads that mailbox opens it",
    );
    await acceptInvitation(ctx, { token, password: "outra frase bem longa" });
    assert.equal(await keysOf(agent.id), 1);
    const { needsPasskey } = await signIn(ctx, {
      email: await emailOf(agent.id),
      password: "outra frase bem longa",
      address: "192.0.2.1",
    });
    assert.ok(needsPasskey);
    const set = await trail("agent.password-set");
    assert.deepEqual([set.details["begunBy"], set.details["begunByName"]], [manager.id, manager.name]);

    // The auditor sees who touched whose access, and touches none.
    const auditor = await browserOf((await staff("16899535009", "auditor")).id);
    await auditor.open(page);
    assert.match(auditor.page.text, new RegExp(`${manager.name} pediu uma nova senha para ${agent.name}`));
    assert.doesNotMatch(auditor.page.text, new RegExp(`action="${page}`));
    for (const path of ["convite", "chaves", "chaves/acordo", "chaves/recusa", "suspensao"])
      assert.equal((await auditor.request("POST", `${page}/${path}`, { suspender: "sim" })).status, 403, path);

    // One person, one account: whatever e-mail it is given.
    await office.open("/office/equipe");
    await office.send("/office/equipe", {
      name: "Outro Nome",
      cpf: "714.287.938-60",
      email: "outro@ar.example",
      "papel-verifier": "sim",
    });
    assert.equal(office.page.status, 409);
    assert.match(office.errors().join(), /CPF/);
  });

  test("keys go when a second manager agrees, who is not bound to the first", async () => {
    const { ctx, clock } = world;
    const [first, agent] = [await staff("59073814260", "manager"), await staff("84721530617", "agent")];
    const { agentId } = await createAgent(ctx, {
      raId,
      name: "Gestora Nova",
      cpf: "85351346893" as Cpf,
      email: "nova@ar.example",
      roles: ["manager"],
      by: first,
    });
    await acceptInvitation(ctx, { token: await linkTo(world, "nova@ar.example"), password });
    const second = { ...first, id: agentId, name: "Gestora Nova", cpf: "85351346893" as Cpf };
    await assert.rejects(askPasskeyRemoval(ctx, { agentId: agent.id, by: first }), { code: "passkey-none" });
    await giveKey(agent.id);
    const office = await browserOf(first.id);
    const page = `/office/equipe/${agent.id}`;
    await office.open(page);
    await office.send(`${page}/chaves`);
    assert.match(office.page.text, /Elas só saem quando um segundo gestor concordar/);
    assert.doesNotMatch(office.page.text, /chaves\/acordo/);
    const [letter] = await lettersTo(world, await emailOf(agent.id));
    assert.match(letter?.bodyText ?? "", /pediu que as chaves de acesso da sua conta sejam removidas/);
    assert.equal((await office.request("POST", `${page}/chaves/acordo`, {})).status, 403, "who asked is no second");
    await assert.rejects(agreeToPasskeyRemoval(ctx, { agentId: agent.id, by: second }), {
      code: "second-manager-bound",
    });
    assert.equal(await keysOf(agent.id), 1);
    clock.advance({ days: 7 });
    const both = await Promise.allSettled(
      [1, 2].map(() => agreeToPasskeyRemoval(ctx, { agentId: agent.id, by: second })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal(await keysOf(agent.id), 0);
    const gone = await trail("agent.passkeys-removed");
    assert.deepEqual(
      [gone.actor.id, gone.details["askedBy"], gone.details["withoutSecondManager"]],
      [second.id, first.id, false],
    );
  });

  test("where there is one manager alone, and where the person asks: after three days, unless it is refused", async () => {
    const { ctx, clock } = world;
    const [alone] = await Promise.all([staff("52998224725", "manager")]);
    for (const cpf of ["39053344705", "59073814260", "85351346893"]) {
      const { rows } = await sql<{ id: string }>`select id from agents where cpf = ${cpf}`.execute(ctx.db);
      await suspendAgent(ctx, { agentId: rows[0]!.id, suspended: true, by: alone });
    }
    // The only manager's own password and key are lost: nobody has to be asked.
    await giveKey(alone.id);
    const email = await emailOf(alone.id);
    const stranger = visitor(app);
    await stranger.open("/desk/entrar/esqueci");
    await stranger.send("/desk/entrar/esqueci", { email: "ninguem@ar.example" });
    const words = stranger.page.text;
    await stranger.open("/desk/entrar/esqueci");
    await stranger.send("/desk/entrar/esqueci", { email });
    assert.equal(stranger.page.text, words, "the same words whoever it is");
    assert.deepEqual(await lettersTo(world, "ninguem@ar.example"), []);
    const token = await linkTo(world, email);
    for (let press = 0; press < 3; press++) await stranger.request("POST", "/desk/entrar/esqueci", { email });
    assert.equal((await lettersTo(world, email)).length, 3, "three an hour");
    for (let press = 0; press < 8; press++) await stranger.request("POST", "/desk/entrar/esqueci", { email });
    assert.equal((await stranger.request("POST", "/desk/entrar/esqueci", { email })).status, 429);
    assert.ok(token);
    await acceptInvitation(ctx, { token: await linkTo(world, email), password });
    const half = visitor(app);
    await half.open("/desk/entrar");
    await half.send("/desk/entrar", { email, password });
    assert.equal(half.heading(), "Confirme que é você");
    await half.send("/desk/entrar/chave/perdida");
    assert.match(half.page.text, /Se ninguém recusar, elas saem em/);
    clock.advance({ hours: 71 });
    assert.ok((await signIn(ctx, { email, password, address: "192.0.2.1" })).needsPasskey);
    clock.advance({ hours: 1 });
    assert.equal((await signIn(ctx, { email, password, address: "192.0.2.1" })).needsPasskey, false);
    assert.equal((await trail("agent.passkeys-removed")).details["withoutSecondManager"], true);

    const agent = await staff("27438961503", "agent");
    await giveKey(agent.id);
    await askPasskeyRemoval(ctx, { agentId: agent.id, by: alone });
    // The agent reads the letter, comes in with the key, and says no.
    await sql`update agent_sign_ins set second_factor = true where agent_id = ${agent.id}`.execute(ctx.db);
    const { token: session } = await signIn(ctx, { email: await emailOf(agent.id), password, address: "192.0.2.1" });
    await sql`update agent_sign_ins set second_factor = true where agent_id = ${agent.id}`.execute(ctx.db);
    const desk = visitor(app);
    desk.keep({ confere_agente: session });
    await desk.open("/desk/conta");
    assert.match(desk.page.text, new RegExp(`Quem pediu: ${alone.name}`));
    await desk.send("/desk/conta/chaves/recusa");
    assert.doesNotMatch(desk.page.text, /Pediram para remover/);
    clock.advance({ days: 4 });
    assert.ok((await signIn(ctx, { email: await emailOf(agent.id), password, address: "192.0.2.1" })).needsPasskey);
    assert.equal((await trail("agent.passkeys-kept")).actor.id, agent.id);
  });

  test("in earnest without a mail server nobody is invited: every manager would read the link", async () => {
    const ctx = { ...world.ctx, config: { ...world.ctx.config, demo: false } };
    const { rows } = await sql<{ id: string }>`select id from agents where cpf = '27438961503'`.execute(ctx.db);
    const manager = {
      kind: "agent" as const,
      id: rows[0]!.id,
      raId,
      cpf: "27438961503" as Cpf,
      name: "G",
      roles: ["manager" as const],
    };
    await assert.rejects(inviteAgent(ctx, { agentId: rows[0]!.id, by: manager }), { code: "invitation-needs-mail" });
    const draft = {
      raId,
      name: "N",
      cpf: "04927361890" as Cpf,
      email: "n@ar.example",
      roles: ["agent" as const],
      by: manager,
    };
    await assert.rejects(createAgent(ctx, draft), { code: "invitation-needs-mail" });
  });
});
