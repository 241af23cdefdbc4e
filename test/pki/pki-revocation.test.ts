import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { FastifyInstance } from "fastify";
import { readChain } from "../../src/audit/audit-reads.ts";
import { certificateRequest, newKeyPair } from "../../src/browser/key-ceremony/key-ceremony.ts";
import { papersOf } from "../../src/documents/papers/paper-reads.ts";
import { sealsOf } from "../../src/dossiers/dossier-reads.ts";
import { issuancePages } from "../../src/faces/applicant/emission/issuance-pages.ts";
import { orderPages } from "../../src/faces/applicant/order/order-pages.ts";
import { signInPages } from "../../src/faces/desk/account/sign-in-pages.ts";
import { openDoor } from "../../src/faces/door.ts";
import { officePages } from "../../src/faces/office/office-pages.ts";
import { publishedChain, publishedCrl } from "../../src/issuance/authorities/authority-reads.ts";
import { confirmIssuanceCode } from "../../src/issuance/certificates/confirm-issuance-code.ts";
import {
  certificatesOf,
  type IssuedCertificate,
  issuedCertificateOf,
} from "../../src/issuance/certificates/issuance-reads.ts";
import { issueCertificate } from "../../src/issuance/certificates/issue-certificate.ts";
import { requestIssuanceCode } from "../../src/issuance/certificates/request-issuance-code.ts";
import { revokeCertificate } from "../../src/issuance/certificates/revoke-certificate.ts";
import { endRetention } from "../../src/issuance/retention/end-retention.ts";
import { holdRetention, liftRetentionHold } from "../../src/issuance/retention/hold-retention.ts";
import { destructionOf } from "../../src/issuance/retention/retention-reads.ts";
import { installationSeal } from "../../src/issuance/seals/installation-seal.ts";
import { mailboxCourier } from "../../src/notifications/couriers/mailbox-courier.ts";
import { allMessages, messagesOf } from "../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../src/notifications/notifications-jobs.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { simulatedBank } from "../../src/payments/providers/simulated-bank.ts";
import { acceptInvitation } from "../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../src/people/sign-in/invite-agent.ts";
import { toPem } from "../../src/pki/der/pem.ts";
import { verifyCades } from "../../src/pki/signatures/verify-cades.ts";
import { sql, violatedConstraint } from "../../src/platform/database.ts";
import { Failure } from "../../src/platform/failures/failure.ts";
import { validateProofing } from "../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../src/proofing/decision/verify-proofing.ts";
import { startProofing } from "../../src/proofing/script/start-proofing.ts";
import { roomOfOrder } from "../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../src/rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../src/rooms/sitting/enter-lobby.ts";
import { openAppointmentOf } from "../../src/scheduling/appointments/scheduling-reads.ts";
import { watchJobs } from "../../src/watch/watch-jobs.ts";
import { ours } from "../kit/authorities.ts";
import { judge, newScratch } from "../kit/pki-world.ts";
import { person, recordUntilNow, walkScript, watchAll } from "../kit/sitting.ts";
import { visitor } from "../kit/visitor.ts";
import { confirmHolder, issuanceCode, openApproved } from "./pki-approved.ts";

const code = (expected: string) => (error: unknown) => error instanceof Failure && error.code === expected;
const newRequest = async (): Promise<Uint8Array> => certificateRequest(await newKeyPair());
const password = "correto cavalo bateria grampo";

// One holder's story, without a browser's help: each test goes on where the one before it ended.
suite("revocation", () => {
  const scratch = newScratch();
  let place: Awaited<ReturnType<typeof openApproved>>;
  let app: FastifyInstance;
  let maria: ReturnType<typeof visitor>;
  let first: IssuedCertificate;
  let second: IssuedCertificate;

  const issue = (request: Uint8Array) => {
    const { ctx, orderId, accessToken } = place;
    return issueCertificate(ctx, ours, { orderId, accessToken, request, by: holderOf(orderId) });
  };
  /** Throws, with OpenSSL's words, where the certificate does not stand with the newest list. */
  const openssl = async ({ certificate, serial }: IssuedCertificate): Promise<string> => {
    const chain = (await publishedChain(place.ctx.db))!;
    const list = (await publishedCrl(place.ctx.db, "issuing"))!;
    const root = scratch.write("root.pem", toPem("CERTIFICATE", chain.root));
    const issuing = scratch.write("issuing.pem", toPem("CERTIFICATE", chain.issuing));
    const crl = scratch.write("list.crl", toPem("X509 CRL", list.crl));
    const leaf = scratch.write(`${serial}.pem`, toPem("CERTIFICATE", certificate));
    const at = ["-attime", String(Math.floor(place.clock.now().getTime() / 1000))];
    return judge(
      "openssl",
      "verify",
      ...at,
      "-crl_check",
      "-CRLfile",
      crl,
      "-CAfile",
      root,
      "-untrusted",
      issuing,
      leaf,
    );
  };

  before(async () => {
    place = await openApproved({ domains: { notifications: notificationsJobs(mailboxCourier), watch: watchJobs } });
    const { ctx } = place;
    const deps = { ctx, provider: simulatedBank(), signer: installationSeal, authorities: ours };
    app = await openDoor(ctx, [
      (scope) => orderPages(scope, deps),
      (scope) => issuancePages(scope, deps),
      (scope) => signInPages(scope, deps),
      (scope) => officePages(scope, deps),
    ]);
    place.accessToken = await confirmHolder(place);
    first = await issue(await newRequest());
    await place.jobs();
  });
  after(async () => {
    await app?.close();
    await place?.world.close();
    scratch.remove();
  });

  test("the holder revokes at night with number, CPF and a code to the e-mail; nobody of the AR is needed", async () => {
    const { ctx, orderId, number, clock, jobs } = place;
    assert.match(await openssl(first), /OK/);
    clock.set("2026-11-29T05:30:00Z");
    maria = visitor(app);
    await maria.open("/revogar");
    assert.equal(maria.heading(), "Revogar um certificado");
    await maria.send("/pedido", { numero: number, documento: "390.533.447-05" });
    assert.match(maria.page.text, /não conferem|não achamos|não encontr/i, "another person's CPF opens nothing");
    await maria.send("/pedido", { numero: number, documento: "529.982.247-25" });
    const here = `/pedido/${number}/revogacao`;
    assert.equal(maria.page.path, here);
    assert.doesNotMatch(maria.page.text, /name="razao"/, "number and CPF alone revoke nothing");
    const pressed = await maria.request("POST", here, { razao: "key-compromise", certeza: "sim" });
    assert.equal(pressed.status, 403);
    assert.match(pressed.text, /Falta confirmar que é você.*código que enviamos ao seu e-mail/s);

    await maria.send(`${here}/codigo`);
    assert.equal(maria.page.path, `${here}?codigo=enviado`);
    await jobs();
    const asked = (await allMessages(ctx.db, 20)).find(({ subject }) => /código para revogar/.test(subject));
    assert.match(asked?.bodyText ?? "", /revogar não se desfaz.*Se você não pediu para revogar/s);
    const typed = issuanceCode(place);
    await maria.send(`${here}/confirmacao`, { codigo: typed === "000000" ? "111111" : "000000" });
    assert.equal(maria.errors().length, 1);
    await maria.send(`${here}/confirmacao`, { codigo: typed });
    assert.match(maria.page.text, /name="razao"/);
    assert.doesNotMatch(maria.page.text, /privilege-withdrawn/, "the AR's reasons are the AR's");
    await maria.send(here, {});
    assert.deepEqual(maria.errors(), [
      "Escolha o motivo da revogação.",
      "Marque que você quer revogar: isto não se desfaz.",
    ]);
    const unfit = await maria.request("POST", here, { razao: "privilege-withdrawn", certeza: "sim" });
    assert.equal(unfit.status, 422);
    const list = (await publishedCrl(ctx.db, "issuing"))!;
    await maria.send(here, { razao: "key-compromise", certeza: "sim" });
    assert.equal(maria.heading(), "Certificado revogado");

    const after = (await publishedCrl(ctx.db, "issuing"))!;
    assert.ok(after.number > list.number && after.entries === list.entries + 1, "published before the page answers");
    await assert.rejects(openssl(first), /revoked/);
    const text = judge("openssl", "crl", "-in", scratch.path("list.crl"), "-noout", "-text");
    assert.match(text, new RegExp(`Serial Number: ${first.serial}[\\s\\S]*Key Compromise`));
    await jobs();
    const letter = (await messagesOf(ctx.db, orderId)).find(({ subject }) => /certificado revogado/.test(subject));
    assert.match(letter?.bodyText ?? "", /a seu pedido, pela página do pedido\. Motivo: Alguém pode ter o arquivo/);
    assert.match(letter?.bodyText ?? "", /dá direito a outro certificado, sem pagar de novo/);
    const told = (await readChain(ctx.db, `order:${orderId}`)).find(({ act }) => act === "certificate.revoked");
    assert.equal(told?.actor.kind, "applicant");
    assert.equal((await maria.request("POST", `${here}/codigo`, {})).status, 409, "there is nothing left to revoke");
  });

  test("the panel tells it; the approval is spent, so a new key waits for a new identification, by rule and by SQL", async () => {
    const { ctx, orderId, number } = place;
    await maria.open(`/pedido/${number}`);
    assert.match(
      maria.page.text,
      /Falta refazer a videoconferência.*Seu certificado foi revogado.*Certificado revogado/s,
    );
    assert.doesNotMatch(maria.page.text, /Revogar o certificado</);
    await maria.open(`/pedido/${number}/emissao`);
    assert.match(maria.page.text, /O certificado anterior foi revogado em/);
    await assert.rejects(issue(await newRequest()), code("issuance-not-due"));
    const again = sql`insert into issuance_intents (serial, order_id, proofing_id, authority_id, request_hash, key_hash,
        request, tbs, tbs_hash, recorded_at)
      select '4B01', order_id, proofing_id, authority_id, 'x', 'y', '', '', 'x', now() from issuance_intents
      where serial = ${first.serial}`;
    await assert.rejects(again.execute(ctx.db), (error) => violatedConstraint(error) === "intent_needs_two_people");
    const { rows } = await sql`select kind from deadlines where order_id = ${orderId} and met_at is null`.execute(
      ctx.db,
    );
    assert.deepEqual(rows, [], "no date of the first identification runs again");
  });

  test("after another videoconference the same paid order gives a second certificate, for the time that is left", async () => {
    const { ctx, orderId, number, clock, jobs, agent, verifier } = place;
    await maria.open(`/pedido/${number}/horario`);
    await maria.send(`/pedido/${number}/horario`);
    assert.equal(maria.page.path, `/pedido/${number}`);
    clock.set((await openAppointmentOf(ctx.db, orderId, clock.now()))!.startsAt);
    await jobs();
    const room = (await roomOfOrder(ctx.db, orderId))!;
    await enterLobby(ctx, { roomId: room.id, orderId, name: "Maria da Silva", deviceTest: { light: 90 } });
    const { proofingId } = await startProofing(ctx, { roomId: room.id, by: agent });
    await decideAdmission(ctx, { roomId: room.id, agent, outcome: "admitted" });
    await recordUntilNow(ctx, room.id, 1);
    const sitting = { ...place, roomId: room.id };
    await walkScript(sitting, proofingId);
    const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
    await validateProofing(ctx, { ...approve, by: agent });
    await closeRoom(ctx, { roomId: room.id, by: agent, reason: "attended" });
    await jobs();
    await assert.rejects(issue(await newRequest()), code("issuance-not-due"));
    const checks = await watchAll(sitting, proofingId, verifier);
    await verifyProofing(ctx, { ...approve, checks, by: verifier });
    await jobs();
    const request = await newRequest();
    await assert.rejects(
      issue(request),
      code("issuance-not-confirmed"),
      "a code of before the revocation counts no more",
    );
    place.accessToken = await confirmHolder(place);
    second = await issue(request);
    await jobs();
    assert.notEqual(second.serial, first.serial);
    assert.deepEqual(second.notAfter, first.notAfter, "no longer than what was paid for");
    assert.match(await openssl(second), /OK/);
    await assert.rejects(openssl(first), /revoked/);
    assert.deepEqual((await sealsOf(ctx.db, orderId)).length, 2);
    assert.equal((await issue(request)).serial, second.serial, "the same request again is the same certificate");
    await maria.open(`/pedido/${number}`);
    assert.match(maria.page.text, /Certificado emitido.*Certificado revogado.*Certificado emitido/s);
  });

  test("two managers, the holder and a new key at once: one revocation stands, no certificate lives that is on no list", async () => {
    const { ctx, orderId, accessToken, shop, jobs, agent, verifier } = place;
    const by = { holder: holderOf(orderId), accessToken };
    const ask = { serial: second.serial, reason: "superseded" as const, note: "" };
    await assert.rejects(revokeCertificate(ctx, ours, { ...ask, by }), code("revocation-not-confirmed"));
    await requestIssuanceCode(ctx, {
      orderId,
      accessToken,
      purpose: "revocation",
      by: holderOf(orderId),
      address: undefined,
    });
    await jobs();
    const typed = { orderId, accessToken, code: issuanceCode(place), by: holderOf(orderId) };
    await assert.rejects(
      revokeCertificate(ctx, ours, { ...ask, by: { holder: holderOf(), accessToken } }),
      code("not-found"),
    );
    by.accessToken = (await confirmIssuanceCode(ctx, { ...typed, purpose: "revocation" })).accessToken;
    const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
    const other = { ...manager, raId: orderId };
    const note = "Titular pediu por telefone, conferi os dados";
    for (const who of [agent, verifier])
      await assert.rejects(revokeCertificate(ctx, ours, { ...ask, note, by: who }), code("not-allowed"));
    await assert.rejects(revokeCertificate(ctx, ours, { ...ask, note, by: other }), code("not-found"));
    await assert.rejects(
      revokeCertificate(ctx, ours, { ...ask, note: "ok", by: manager }),
      code("revocation-note-missing"),
    );
    const [key, sameAgain] = [await newRequest(), await newRequest()];
    const race = await Promise.allSettled([
      revokeCertificate(ctx, ours, { ...ask, note, by: manager }),
      issue(key),
      revokeCertificate(ctx, ours, { ...ask, by }),
      issue(sameAgain),
      revokeCertificate(ctx, ours, { ...ask, note, by: manager }),
    ]);
    const done = race.map(({ status }) => status === "fulfilled");
    assert.equal([done[0], done[2], done[4]].filter(Boolean).length, 1, JSON.stringify(race));
    assert.deepEqual([done[1], done[3]], [false, false]);
    assert.equal((await certificatesOf(ctx.db, orderId)).length, 2);
    await assert.rejects(openssl(second), /revoked/);
    assert.equal((await publishedCrl(ctx.db, "issuing"))!.entries, 2);
    await jobs();
    const letters = (await messagesOf(ctx.db, orderId)).filter(({ subject }) => /certificado revogado/.test(subject));
    assert.equal(letters.length, 2, "one letter for each certificate");
  });

  test("the office shows what lives and what does not, to the manager and the auditor, and who said why", async () => {
    const { ctx, shop, orderId } = place;
    const { rows } = await sql<{ id: string }>`select id from agents where cpf = '39053344705'`.execute(ctx.db);
    const { invitationToken } = await openAgentLink(ctx, { agentId: rows[0]!.id, by: "installation" });
    await acceptInvitation(ctx, { token: invitationToken, password });
    const gil = visitor(app);
    await gil.open("/desk/entrar");
    await gil.send("/desk/entrar", { email: "39053344705@equipe.example", password });
    await gil.open("/office/certificados");
    assert.equal([...gil.page.text.matchAll(/>Revogado</g)].length, 2);
    await gil.open(`/office/certificados/${first.serial}`);
    assert.match(gil.page.text, /O titular, com um código ao e-mail dele.*Alguém pode ter o arquivo/s);
    assert.doesNotMatch(gil.page.text, /name="razao"/);
    const form = { razao: "superseded", motivo: "Titular pediu por telefone", certeza: "sim" };
    const late = await gil.request("POST", `/office/certificados/${first.serial}/revogacao`, form);
    assert.equal(late.status, 409, "once is for good");
    assert.equal((await gil.request("GET", "/office/certificados/4AFF")).status, 404);
    assert.equal(shop.raId.length, 36);
    assert.ok((await issuedCertificateOf(ctx.db, orderId))?.revokedAt);
  });

  test("at the end of its years the evidence is destroyed, once, with a signed word; a hold, a living certificate and SQL keep it", async () => {
    const { ctx, orderId, clock, shop, agent } = place;
    const [paper] = await papersOf(ctx.db, orderId);
    const open = () => ctx.blobs.read(orderId, paper!.hash);
    // The years of every pack, so that the authorities of today still sign in the year in which this ends.
    await sql`update rule_packs set content = jsonb_set(content, '{retentionYears}', '1')`.execute(ctx.db);
    const early = sql`insert into destroyed_dossiers (order_id, statement, recorded_at) values (${orderId}, '', ${clock.now()})`;
    const kept = (error: unknown) => violatedConstraint(error) === "no_destruction_under_hold";
    await assert.rejects(early.execute(ctx.db), kept);
    clock.set(new Date(first.notAfter.getTime() + 365 * 86_400_000));
    await endRetention(ctx);
    assert.ok((await open()).length > 0, "not a day before");

    clock.advance({ days: 2 });
    const { rows } = await sql<{ id: string }>`select id from agents where cpf = '39053344705'`.execute(ctx.db);
    const by = { ...agent, id: rows[0]!.id, roles: ["manager" as const] };
    const hold = { orderId, reason: "Ofício 12 da 3ª Vara, processo 44", by };
    await assert.rejects(holdRetention(ctx, { ...hold, by: agent }), code("not-allowed"));
    await assert.rejects(holdRetention(ctx, { ...hold, by: { ...by, raId: orderId } }), code("not-found"));
    await assert.rejects(holdRetention(ctx, { ...hold, reason: "juiz" }), code("hold-reason-missing"));
    await assert.rejects(liftRetentionHold(ctx, hold), code("hold-missing"));
    await holdRetention(ctx, hold);
    await assert.rejects(holdRetention(ctx, hold), code("hold-stands"));
    await endRetention(ctx);
    assert.ok((await open()).length > 0, "a court keeps it");
    await assert.rejects(early.execute(ctx.db), kept);
    await liftRetentionHold(ctx, { ...hold, reason: "Processo 44 arquivado" });

    // A process that ends between the record and the key leaves the rest to the next run.
    const dead = { ...ctx, blobs: { ...ctx.blobs, destroyKey: () => Promise.reject(new Error("killed")) } };
    await assert.rejects(endRetention(dead), /killed/);
    await assert.rejects(holdRetention(ctx, hold), code("evidence-destroyed"), "too late");
    await Promise.all([endRetention(ctx), endRetention(ctx)]);
    await assert.rejects(open(), code("content-destroyed"));
    const { statement, signature } = (await destructionOf(ctx.db, orderId))!;
    const word = JSON.parse(statement) as {
      items: { hash: string }[];
      certificates: string[];
      rule: { years: number };
    };
    assert.ok(word.items.some(({ hash }) => hash === paper!.hash));
    assert.deepEqual([word.certificates.length, word.rule.years], [2, 1]);
    verifyCades(signature, Buffer.from(statement));
    assert.equal((await certificatesOf(ctx.db, orderId)).length, 2, "certificates are for ever");
    const acts = (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
    assert.deepEqual(
      acts.filter((act) => /^retention|destr/.test(act)),
      ["retention.held", "retention.hold-lifted", "dossier.destruction-recorded", "dossier.destroyed"],
    );

    const gil = visitor(app);
    await gil.open("/desk/entrar");
    await gil.send("/desk/entrar", { email: "39053344705@equipe.example", password });
    await gil.open(`/office/certificados/${first.serial}`);
    assert.match(gil.page.text, /Destruídos em.*Termo de destruição/s);
    assert.equal((await gil.request("GET", `/office/certificados/${first.serial}/destruicao.txt`)).text, statement);
    assert.equal(shop.raId, by.raId);
  });
});
