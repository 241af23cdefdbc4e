import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { issuanceStage } from "../../../src/issuance/certificates/issuance.ts";
import { issuanceFacts } from "../../../src/issuance/certificates/issuance-reads.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { inviteAgent, openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { sql, transact } from "../../../src/platform/database.ts";
import { answerReturn } from "../../../src/proofing/decision/answer-return.ts";
import { openReturnsOf } from "../../../src/proofing/decision/return-reads.ts";
import { returnSitting } from "../../../src/proofing/decision/return-sitting.ts";
import { verifiersLeft } from "../../../src/proofing/decision/second-person-reads.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { approvedProofing, proofingProgress, verificationQueue } from "../../../src/proofing/proofing-reads.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { linkTo } from "../../kit/agent-link.ts";
import { ours } from "../../kit/authorities.ts";
import { refused } from "../../kit/refused.ts";
import { openShop } from "../../kit/shop.ts";
import { openSitting, person, walkScript, watchAll } from "../../kit/sitting.ts";

const password = "cavalo bateria grampo";
/** A sitting approved by its agent, put away, and a verifier who may judge it. */
async function validated() {
  const sitting = await openSitting();
  const { ctx, agent, roomId, run, shop, world, domains } = sitting;
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  const runAll = () =>
    world.runJobs({ ...domains, watch: watchJobs, notifications: notificationsJobs(mailboxCourier) });
  return { ...sitting, proofingId, verifier, runAll };
}

const back = { reason: "document-unreadable", note: "O verso está fora de foco. O número bate?" };
const approve = { outcome: "approved" as const, reason: "", note: "" };

test("sent back: the agent is asked, nothing is approved meanwhile, answers in words, and the second person decides", async () => {
  const story = await validated();
  await using _ = story.world;
  const { ctx, agent, proofingId, verifier, runAll, shop, orderId } = story;
  const send = (over: object = {}) => returnSitting(ctx, { proofingId, ...back, by: verifier, ...over });
  await assert.rejects(send({ reason: "irregularity" }), refused("reason-unfit"));
  await assert.rejects(send({ note: "  " }), refused("return-words-missing"));
  await assert.rejects(send({ by: agent }), refused("not-allowed"));
  await assert.rejects(send({ by: { ...agent, roles: ["agent", "verifier"] } }), refused("verifier-is-validator"));
  const stranger = { ...verifier, raId: "01900000-0000-7000-8000-000000000009" };
  await assert.rejects(send({ by: stranger }), refused("not-allowed"));
  const answer = (over: object = {}) =>
    answerReturn(ctx, { proofingId, outcome: "handed-in", words: "Bate: 12.345.678.", by: agent, ...over });
  await assert.rejects(answer(), refused("return-answered"), "nothing came back yet");
  const checks = await watchAll(story, proofingId, verifier);
  // Two hands at once: one of them wins.
  const both = await Promise.allSettled([send(), send()]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  await runAll();

  assert.deepEqual(await verificationQueue(ctx.db, shop.raId), []);
  const [open] = await openReturnsOf(ctx.db, shop.raId);
  assert.deepEqual([open?.agentId, open?.note], [agent.id, back.note]);
  const [task] = await tasksOf(ctx.db, shop.raId, new Date(0));
  assert.deepEqual([task?.kind, task?.ownerId, task?.dueAt], ["sitting-returned", agent.id, open?.dueAt]);
  const held = await proofingProgress(ctx.db, orderId);
  assert.equal(held.state === "awaiting-verification" && held.returned, true);
  await assert.rejects(
    verifyProofing(ctx, { proofingId, ...approve, checks, by: verifier }),
    refused("verification-returned"),
  );
  await assert.rejects(
    transact(ctx.db, (tx) =>
      sql`insert into verifications (proofing_id, agent_id, agent_cpf, outcome, replayed_ms, verified_at)
        values (${proofingId}, ${verifier.id}, ${verifier.cpf}, 'approved', 0, now())`.execute(tx),
    ),
    /not with the second person/,
  );
  await assert.rejects(send(), refused("verification-returned"));
  await assert.rejects(answer({ words: " " }), refused("return-words-missing"));
  await assert.rejects(answer({ by: verifier }), refused("not-allowed"));
  await answer();
  await assert.rejects(answer(), refused("return-answered"));
  await runAll();
  assert.ok((await tasksOf(ctx.db, shop.raId, new Date(0)))[0]?.doneAt, "the task ends with the answer");
  assert.equal((await verificationQueue(ctx.db, shop.raId)).length, 1);
  await send({ note: "E a frente?" });
  await answer({ words: "Veja aos 4 minutos." });
  await assert.rejects(send(), refused("returns-used-up"));
  await verifyProofing(ctx, { proofingId, ...approve, checks, by: verifier });
  assert.equal((await approvedProofing(ctx.db, orderId))?.verifiedBy, verifier.id);
  await assert.rejects(send(), refused("verification-not-due"));
});

test("whose access one of them made a short while ago is no second pair of eyes, by rule and by SQL, in both directions", async () => {
  const story = await validated();
  await using _ = story.world;
  const { ctx, agent, proofingId, verifier, clock, shop, world } = story;
  const { name, email } = (await agentById(ctx.db, verifier.id))!;
  const asManager = (who: AgentPrincipal): AgentPrincipal => ({ ...who, roles: [...who.roles, "manager"] });
  const insert = (who: AgentPrincipal) =>
    transact(ctx.db, (tx) =>
      sql`insert into verifications (proofing_id, agent_id, agent_cpf, outcome, replayed_ms, verified_at)
        values (${proofingId}, ${who.id}, ${who.cpf}, 'approved', 0, ${clock.now()})`.execute(tx),
    );
  const app = await openDoor(ctx, [(scope) => deskPages(scope, { ctx })]);
  const checks = await watchAll(story, proofingId, verifier);
  const sendBack = (who: AgentPrincipal, number: number) =>
    transact(ctx.db, (tx) =>
      sql`insert into returns (id, proofing_id, number, agent_id, agent_cpf, reason, note, due_at, returned_at)
        values (gen_random_uuid(), ${proofingId}, ${number}, ${who.id}, ${who.cpf}, 'document-unreadable', 'x', ${clock.now()},
          ${clock.now()})`.execute(tx),
    );
  const other = await person(ctx, shop.raId, "71428793860", ["verifier"]);
  for (const [maker, made, verifies] of [
    [agent, verifier, verifier],
    [other, agent, other],
  ] as const) {
    await inviteAgent(ctx, { agentId: made.id, by: asManager(maker) });
    await acceptInvitation(ctx, { token: await linkTo(world, (await agentById(ctx.db, made.id))!.email), password });
    await assert.rejects(
      verifyProofing(ctx, { proofingId, ...approve, checks, by: verifies }),
      refused("verifier-not-independent"),
    );
    await assert.rejects(
      returnSitting(ctx, { proofingId, ...back, by: verifies }),
      refused("verifier-not-independent"),
    );
    await assert.rejects(insert(verifies), /bound to the validator/);
    await assert.rejects(sendBack(verifies, 1), /bound to the validator/);
  }
  // Who attended, under a login of their own or another's CPF, sends nothing back either; nobody unties what was tied.
  await assert.rejects(sendBack(agent, 1), /the verifier is the validator/);
  await assert.rejects(sendBack({ ...other, cpf: agent.cpf }, 1), /the verifier is the validator/);
  await assert.rejects(
    sql`update agent_ties set at = at - interval '8 days'`.execute(ctx.db),
    /ties .* are not changed/,
  );
  await assert.rejects(sql`delete from agent_ties`.execute(ctx.db), /ties .* are not changed/);
  await assert.rejects(
    sql`insert into agents (id, ra_id, name, cpf, email, roles, created_at)
      values (gen_random_uuid(), ${shop.raId}, 'Outra conta', ${agent.cpf}, 'outra@ar.example', '{verifier}', now())`.execute(
      ctx.db,
    ),
    /agents_ra_id_cpf_key/,
  );
  assert.equal(await verifiersLeft(ctx.db, story.roomId, agent.id, clock.now()), 1, "the shop's own verifier alone");
  const { token } = await signIn(ctx, { email, password, address: "127.0.0.1" });
  const page = async (url: string) => (await app.inject({ url, cookies: { confere_agente: token } })).body;
  const words = /não pode verificar este atendimento antes de \d\d\/\d\d\/\d{4}[\s\S]*criado ou refeito há pouco/;
  assert.match(await page(`/desk/verificacao/${proofingId}`), words);
  assert.match(await page("/desk/verificacao"), /Nada que você possa verificar agora/, name);
  // The days are those of the sitting's rules, for the rule and for SQL.
  clock.advance({ days: 6 });
  const independentAfter = (days: number) =>
    sql`update rule_packs set content = jsonb_set(content, '{verification,independentAfterDays}', ${`${days}`})`.execute(
      ctx.db,
    );
  await assert.rejects(insert(verifier), /bound to the validator/);
  await independentAfter(30);
  clock.advance({ days: 1 });
  await assert.rejects(insert(verifier), /bound to the validator/);
  await assert.rejects(
    verifyProofing(ctx, { proofingId, ...approve, checks, by: verifier }),
    refused("verifier-not-independent"),
  );
  await independentAfter(7);
  await verifyProofing(ctx, { proofingId, ...approve, checks, by: verifier });
  await app.close();
});

test("papers, captures and films open for who has the case, or with a purpose said; each opening is kept once", async () => {
  const story = await validated();
  await using _ = story.world;
  const { ctx, agent, proofingId, verifier, orderId, shop } = story;
  const app = await openDoor(ctx, [
    (scope) => deskPages(scope, { ctx }),
    (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
  ]);
  const cookiesOf = async (who: AgentPrincipal) => {
    const link = await openAgentLink(ctx, { agentId: who.id, by: "installation" });
    await acceptInvitation(ctx, { token: link.invitationToken, password });
    const { email } = (await agentById(ctx.db, who.id))!;
    return { confere_agente: (await signIn(ctx, { email, password, address: "127.0.0.1" })).token };
  };
  const staff = async (cpf: string, role: AgentPrincipal["roles"][number], raId = shop.raId) =>
    cookiesOf(await person(ctx, raId, cpf, [role]));
  const { raId: otherAr } = await openShop(ctx, { agents: 0, verifier: false });
  const own = await cookiesOf(agent);
  const second = await cookiesOf(verifier);
  const third = await staff("71428793860", "verifier");
  const colleague = await staff("39053344705", "agent");
  const manager = await staff("16899535009", "manager");
  const auditor = await staff("04927361890", "auditor");
  const foreign = await staff("27438961503", "verifier", otherAr);
  const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(ctx.db)).rows[0]!.id;
  const paper = await one(sql`select id from papers where order_id = ${orderId} and verdict = 'accepted' limit 1`);
  const things = [
    `/desk/documentos/${paper}/1.jpg`,
    `/desk/capturas/${await one(sql`select id from stills where hash is not null limit 1`)}.jpg`,
    `/desk/gravacoes/${await one(sql`select id from recordings limit 1`)}.webm`,
  ];
  const statuses = async (cookies: Record<string, string>) => {
    const answers: number[] = [];
    for (const url of things) answers.push((await app.inject({ url, cookies })).statusCode);
    return answers;
  };
  const openings = async () => {
    const chain = await readChain(ctx.db, `order:${orderId}`);
    return chain.filter(({ act }) => act === "evidence.opened").map(({ details }) => details["right"]);
  };
  for (const cookies of [own, second, third]) assert.deepEqual(await statuses(cookies), [200, 200, 200]);
  for (const cookies of [colleague, manager, auditor]) assert.deepEqual(await statuses(cookies), [403, 403, 403]);
  assert.deepEqual(await statuses(foreign), [404, 404, 404]);
  await statuses(own);
  assert.equal((await openings()).length, 9, "once an hour, not once a piece");
  const said = await app.inject({ url: things[0]!, cookies: colleague });
  assert.match(said.body, /Este caso não está com você[\s\S]*abra o dossiê/);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const url = `/office/dossies/${orderId}/abertura`;
  await app.inject({ method: "POST", url, headers, payload: "purpose=pedido do titular", cookies: auditor });
  assert.deepEqual(await statuses(auditor), [200, 200, 200]);
  assert.deepEqual((await openings()).slice(9), ["dossier", "dossier", "dossier"]);
  // Judged by who attends alone: others of the AR see to nothing here.
  const judged = {
    method: "POST" as const,
    url: `/desk/documentos/${paper}/conferencia`,
    headers,
    payload: "outcome=accepted&kind=other",
  };
  for (const cookies of [colleague, second, manager, auditor]) {
    const refusal = await app.inject({ ...judged, cookies });
    assert.equal(refusal.statusCode, 403);
    assert.match(refusal.body, /Quem confere este documento é o agente que atende o pedido/);
  }
  assert.equal((await app.inject({ ...judged, cookies: foreign })).statusCode, 404);
  assert.equal((await app.inject({ ...judged, cookies: own })).statusCode, 303);
  // Verified: it is the case of the one who did, and no other verifier's any more.
  const checks = await watchAll(story, proofingId, verifier);
  await verifyProofing(ctx, { proofingId, ...approve, checks, by: verifier });
  assert.deepEqual(await statuses(second), [200, 200, 200]);
  assert.deepEqual(await statuses(third), [403, 403, 403]);
  assert.equal((await app.inject({ url: `/desk/verificacao/${proofingId}`, cookies: third })).statusCode, 403);
  await app.close();
});

test("taken back to be redone: over as pending, the holder is told why and books again, nobody approves it any more", async () => {
  const story = await validated();
  await using _ = story.world;
  const { ctx, agent, proofingId, verifier, runAll, shop, orderId } = story;
  const checks = await watchAll(story, proofingId, verifier);
  await returnSitting(ctx, { proofingId, ...back, by: verifier });
  await answerReturn(ctx, { proofingId, outcome: "redo", words: "Não dá para ler.", by: agent });
  await runAll();
  const progress = await proofingProgress(ctx.db, orderId);
  assert.deepEqual(progress.state === "decided" && [progress.outcome, progress.reason], [
    "pending",
    "document-unreadable",
  ]);
  const stage = issuanceStage((await issuanceFacts(ctx.db, orderId, ctx.clock.now()))!);
  assert.equal(stage, "waiting-validation", "the holder's page offers the new time, and waits for no second person");
  const letter = (await messagesOf(ctx.db, orderId)).find(({ template }) => template === "proofing-pending");
  assert.ok(letter, "the holder reads it");
  assert.deepEqual(await verificationQueue(ctx.db, shop.raId), []);
  await assert.rejects(
    verifyProofing(ctx, { proofingId, ...approve, checks, by: verifier }),
    refused("verification-not-due"),
  );
  await assert.rejects(
    transact(ctx.db, (tx) =>
      sql`insert into verifications (proofing_id, agent_id, agent_cpf, outcome, reason, replayed_ms, verified_at)
        values (${proofingId}, ${verifier.id}, ${verifier.cpf}, 'refused', 'line-bad', 0, now())`.execute(tx),
    ),
    /not with the second person/,
  );
});

test("an agent who does not answer holds up nobody: the verifier may refuse, the manager may answer", async () => {
  const story = await validated();
  await using _ = story.world;
  const { ctx, proofingId, verifier, runAll, shop, orderId } = story;
  await returnSitting(ctx, { proofingId, ...back, by: verifier });
  await runAll();
  const refuse = { outcome: "refused" as const, reason: "document-differs", note: "" };
  await verifyProofing(ctx, { proofingId, ...refuse, by: verifier });
  await runAll();
  assert.ok((await tasksOf(ctx.db, shop.raId, new Date(0)))[0]?.doneAt, "nothing is left for the agent");
  assert.deepEqual(await openReturnsOf(ctx.db, shop.raId), []);
  const progress = await proofingProgress(ctx.db, orderId);
  assert.equal(progress.state === "decided" && progress.outcome, "refused");

  const other = await validated();
  await using __ = other.world;
  const manager = await person(other.ctx, other.shop.raId, "39053344705", ["manager"]);
  await returnSitting(other.ctx, { proofingId: other.proofingId, ...back, by: other.verifier });
  const { proofingId: id } = other;
  await answerReturn(other.ctx, { proofingId: id, outcome: "handed-in", words: "Falei com ela.", by: manager });
  assert.equal((await verificationQueue(other.ctx.db, other.shop.raId)).length, 1);
});

test("on the screens: questions with their expected answers, the way back to the agent, the agent's answer, the way on", async () => {
  const story = await validated();
  await using _ = story.world;
  const { ctx, agent, proofingId, verifier, runAll } = story;
  const app = await openDoor(ctx, [(scope) => deskPages(scope, { ctx })]);
  const browserOf = async (who: AgentPrincipal) => {
    const { email } = (await agentById(ctx.db, who.id))!;
    const { invitationToken } = await openAgentLink(ctx, {
      agentId: who.id,
      by: "installation",
    });
    await acceptInvitation(ctx, { token: invitationToken, password });
    const { token } = await signIn(ctx, { email, password, address: "10.0.0.1" });
    const headers = { cookie: `confere_agente=${token}`, "sec-fetch-site": "same-origin" };
    return {
      get: async (url: string) => app.inject({ url, headers }),
      post: async (url: string, form: Record<string, string>) =>
        app.inject({
          method: "POST",
          url,
          headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
          payload: new URLSearchParams(form).toString(),
        }),
    };
  };
  const [second, first] = [await browserOf(verifier), await browserOf(agent)];
  const address = `/desk/verificacao/${proofingId}`;
  const screen = (await second.get(address)).body;
  const expected: Record<string, string> = {
    "Qual é a sua data de nascimento?": "28/02/1990",
    "Quais são os números do seu CPF?": "529.982.247-25",
    "Qual e-mail você informou na compra?": "maria@exemplo.com.br",
    "Qual telefone você informou na compra?": "(11) 98765-4321",
    "Qual certificado você comprou?": "e-CPF A1",
    "Em que dia você fez o pedido?": "23/11/2026",
  };
  const asked = [...screen.matchAll(/class="question">([^<]+)<\/p><p>Esperado: <strong>([^<]+)<.*?>Certo</g)];
  assert.equal(asked.length, 5);
  for (const [, question, answer] of asked) assert.equal(answer, expected[question!], question);
  assert.match(screen, /Devolver ao agente/);
  assert.match(screen, /Falta ver por inteiro:[\s\S]*Pergunta 1[\s\S]*Foto do rosto/);
  assert.equal((await first.get(address)).statusCode, 403);
  assert.equal((await first.get(`/desk/devolucoes/${proofingId}`)).statusCode, 404, "nothing came back");
  assert.equal((await second.post(`${address}/devolucao`, { note: "x" })).statusCode, 422);
  assert.equal((await second.post(`${address}/devolucao`, back)).statusCode, 303);
  await runAll();
  const returned = (await second.get(address)).body;
  assert.match(returned, /Esperando o agente/);
  assert.match(returned, /disabled[^>]*>Confirmar a aprovação/);
  assert.match((await second.get("/desk/verificacao")).body, /Devolvidos, esperando o agente/);
  const queue = (await first.get("/desk")).body;
  assert.match(queue, /Um atendimento voltou para você[\s\S]*fora de foco/);
  const own = (await first.get(`/desk/devolucoes/${proofingId}`)).body;
  assert.match(own, /id="filme"/);
  assert.doesNotMatch(own, /data-report/, "the agent's own watching counts for nobody");
  assert.equal((await second.get(`/desk/devolucoes/${proofingId}`)).statusCode, 403);
  assert.equal(
    (await first.post(`/desk/devolucoes/${proofingId}`, { outcome: "handed-in", words: "" })).statusCode,
    422,
  );
  const answered = { outcome: "handed-in", words: "O número bate." };
  assert.equal((await first.post(`/desk/devolucoes/${proofingId}`, answered)).statusCode, 303);
  assert.match((await first.post(`/desk/devolucoes/${proofingId}`, answered)).body, /já foi respondida/);
  assert.match((await second.get(address)).body, /entregou de novo: “O número bate\.”/);
  assert.doesNotMatch((await first.get("/desk")).body, /voltou para você/);
  assert.equal(
    (await second.post(`${address}/decisao`, { outcome: "refused", reason: "document-differs" })).statusCode,
    303,
  );
  const over = (await second.get(address)).body;
  assert.match(over, /Voltar à fila/);
  assert.match(over, /Nada mais espera por você agora/);
  await app.close();
});
