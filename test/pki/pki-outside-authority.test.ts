import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../src/audit/audit-reads.ts";
import * as ceremony from "../../src/browser/key-ceremony/key-ceremony.ts";
import { issuancePages } from "../../src/faces/applicant/emission/issuance-pages.ts";
import { orderPages } from "../../src/faces/applicant/order/order-pages.ts";
import { openDoor } from "../../src/faces/door.ts";
import { publishedCrl } from "../../src/issuance/authorities/authority-reads.ts";
import { issuanceStage } from "../../src/issuance/certificates/issuance.ts";
import { issuanceFacts, issuedCertificateOf } from "../../src/issuance/certificates/issuance-reads.ts";
import { issueCertificate } from "../../src/issuance/certificates/issue-certificate.ts";
import { revokeCertificate } from "../../src/issuance/certificates/revoke-certificate.ts";
import { signAgreement } from "../../src/issuance/certificates/sign-agreement.ts";
import type { CertificationAuthorities } from "../../src/issuance/certification-authority.ts";
import { issuanceJobs } from "../../src/issuance/issuance-jobs.ts";
import { installationAuthority } from "../../src/issuance/providers/installation-authority.ts";
import { issuanceEvidence } from "../../src/issuance/seals/issuance-evidence-reads.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { simulatedBank } from "../../src/payments/providers/simulated-bank.ts";
import { readCertificate } from "../../src/pki/certificates/certificate-reader.ts";
import { readCertificateRequest } from "../../src/pki/certificates/certificate-request.ts";
import { toPem } from "../../src/pki/der/pem.ts";
import { sql } from "../../src/platform/database.ts";
import { Failure } from "../../src/platform/failures/failure.ts";
import type { DomainJobs } from "../../src/platform/jobs/jobs.ts";
import { tasksOf } from "../../src/watch/lateness/watch-reads.ts";
import { retryJob } from "../../src/watch/troubles/retry-job.ts";
import { troublesOf } from "../../src/watch/troubles/trouble-reads.ts";
import { watchJobs } from "../../src/watch/watch-jobs.ts";
import { outsideAuthority } from "../kit/outside-authority.ts";
import { judge, newScratch } from "../kit/pki-world.ts";
import { person } from "../kit/sitting.ts";
import { visitor } from "../kit/visitor.ts";
import { confirmHolder, openApproved } from "./pki-approved.ts";

const code = (expected: string) => (error: unknown) => error instanceof Failure && error.code === expected;

/** Maria's order is due; her AR works with another company's authority, after having issued by its own. */
async function open() {
  // Filled when the world's clock is there.
  const domains: DomainJobs = { watch: watchJobs };
  const approved = await openApproved({ domains, tolerate: true });
  const { ctx, clock, orderId, world, ear } = approved;
  const company = await outsideAuthority(clock);
  const authorities: CertificationAuthorities = [company.authority, installationAuthority];
  const jobs = () =>
    world.runJobs(
      { ...approved.domains, ...domains, ...ear.domains, issuance: issuanceJobs(authorities) },
      { tolerate: true },
    );
  const accessToken = await confirmHolder({ ...approved, jobs });
  const issue = (request: Uint8Array) =>
    issueCertificate(ctx, authorities, { orderId, accessToken, request, by: holderOf(orderId) });
  const stage = async () => issuanceStage((await issuanceFacts(ctx.db, orderId, clock.now()))!);
  const acts = async () => (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
  const pair = await ceremony.newKeyPair();
  const request = await ceremony.certificateRequest(pair);
  return { ...approved, company, authorities, jobs, accessToken, issue, stage, acts, pair, request };
}

const newRequest = async (): Promise<Uint8Array> => ceremony.certificateRequest(await ceremony.newKeyPair());

test("an authority that answers later, with a serial of its own: the page waits, a job asks, the rest is as with our own", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, orderId, number, company, authorities, jobs, clock, issue, stage, acts, pair, request } = story;
  const deps = { ctx, authorities, provider: simulatedBank() };
  const app = await openDoor(ctx, [(scope) => orderPages(scope, deps), (scope) => issuancePages(scope, deps)]);
  const maria = visitor(app);
  await maria.open("/revogar");
  await maria.send("/pedido", { numero: number, documento: "529.982.247-25" });
  company.waits = true;
  await assert.rejects(issue(request), code("issuance-pending"));
  const { rows } = await sql<{ authority: string; tbs: Buffer }>`select authority, tbs from issuance_intents`.execute(
    ctx.db,
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.authority, "outside");
  assert.equal(JSON.parse(rows[0]!.tbs.toString()).csr, Buffer.from(request).toString("base64"), "as it was sent");
  assert.equal(await stage(), "waiting-authority");
  await maria.open(`/pedido/${number}/emissao`);
  assert.match(maria.page.text, /A autoridade certificadora está emitindo.*espera neste navegador/s);
  await maria.open(`/pedido/${number}`);
  assert.match(maria.page.text, /Com a autoridade certificadora/);
  await assert.rejects(issue(request), code("issuance-pending"), "a second press asks nobody");
  await assert.rejects(issue(await newRequest()), code("issuance-pending"), "no other key beside it");
  assert.deepEqual(company.calls, ["submit"]);
  clock.advance({ seconds: 31 });
  await jobs();
  assert.equal(await issuedCertificateOf(ctx.db, orderId), undefined);
  company.waits = false;
  clock.advance({ seconds: 31 });
  await jobs();
  assert.deepEqual(company.calls, ["submit", "ask P-1", "ask P-1"]);

  const issued = (await issuedCertificateOf(ctx.db, orderId))!;
  assert.equal(issued.printedSerial, readCertificate(issued.certificate).serial);
  assert.notEqual(issued.printedSerial, issued.serial);
  assert.ok(issued.agreement.includes(issued.printedSerial));
  assert.equal(await stage(), "agreement");
  const answer = JSON.parse((await maria.request("GET", `/pedido/${number}/emissao/certificado`)).text);
  assert.deepEqual(
    answer.chain,
    company.chain.map((one) => Buffer.from(one).toString("base64")),
  );
  const scratch = newScratch();
  const leaf = scratch.write("leaf.pem", toPem("CERTIFICATE", issued.certificate));
  const [above, root] = company.chain.map((one, at) => scratch.write(`${at}.pem`, toPem("CERTIFICATE", one)));
  assert.match(judge("openssl", "verify", "-no_check_time", "-CAfile", root!, "-untrusted", above!, leaf), /OK/);
  scratch.remove();

  const signature = await ceremony.signAgreement(pair, [issued.certificate], issued.agreement, clock.now());
  await signAgreement(ctx, { orderId, signature, by: holderOf(orderId) });
  const { evidence } = (await issuanceEvidence(ctx.db, { orderId, serial: issued.serial }))!;
  const [pem] = evidence.filter(({ kind }) => kind === "certificate");
  assert.equal(
    Buffer.from(pem!.content)
      .toString()
      .match(/BEGIN CERTIFICATE/g)?.length,
    3,
    "with what stands above it",
  );
  const log = evidence.find(({ kind }) => kind === "certificate-delivery")!;
  assert.match(Buffer.from(log.content).toString(), /"pending_as":"P-1".*/);

  // Revoked while nobody answers there: said as it is, and told by the job.
  company.down = true;
  const manager = await person(ctx, story.shop.raId, "39053344705", ["manager"]);
  const revoke = { serial: issued.serial, reason: "superseded" as const, note: "Titular perdeu o arquivo" };
  await revokeCertificate(ctx, authorities, { ...revoke, by: manager });
  assert.equal((await issuedCertificateOf(ctx.db, orderId))?.revocationTold, false);
  await maria.open(`/pedido/${number}/revogacao`);
  assert.match(maria.page.text, /Revogação pedida em.*ainda não confirmou/s);
  company.down = false;
  clock.advance({ minutes: 5 });
  await jobs();
  assert.equal(company.requests.get(issued.serial)?.ended, "superseded");
  await maria.open(`/pedido/${number}/revogacao`);
  assert.match(maria.page.text, /Revogado em.*da autoridade que o emitiu/s);
  assert.equal((await publishedCrl(ctx.db, "issuing"))?.entries, 0, "our own list says nothing of another's serial");
  assert.ok((await acts()).includes("certificate.revoked"));
  await app.close();
});

test("an authority that is down is asked by the job; killed between its answer and our record, the same is asked again", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, orderId, company, jobs, clock, issue, stage, request } = story;
  company.down = true;
  await assert.rejects(issue(request), code("issuance-pending"));
  assert.equal(await stage(), "waiting-authority");
  clock.advance({ seconds: 20 });
  await jobs();
  company.down = false;
  company.beforeAnswer = () => Promise.reject(new Error("killed"));
  clock.advance({ minutes: 5 });
  await jobs();
  const [[serial, made] = ["", undefined]] = company.requests;
  assert.ok(made?.certificate, "it issued, and we know nothing");
  company.beforeAnswer = async () => {};
  clock.advance({ hours: 1 });
  await jobs();
  const issued = (await issuedCertificateOf(ctx.db, orderId))!;
  assert.equal(issued.serial, serial);
  assert.deepEqual(Buffer.from(issued.certificate), Buffer.from(made.certificate));
  assert.equal(company.requests.size, 1);
  assert.equal((await issue(request)).serial, serial, "the same request again is the same certificate");
});

test("an authority that refuses: nothing is issued, a person of the AR reads why, another key may be asked for", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, orderId, company, jobs, clock, issue, stage, acts, shop, request } = story;
  company.refuses = "CPF suspenso na Receita";
  await assert.rejects(issue(request), code("issuance-refused"));
  assert.equal(await stage(), "ready");
  await jobs();
  const tasks = await tasksOf(ctx.db, shop.raId, clock.now());
  assert.match(tasks.map(({ words }) => words).join(), /recusou o pedido deste certificado: “CPF suspenso na Receita”/);
  assert.ok((await acts()).includes("certificate.refused"));
  await assert.rejects(issue(request), code("key-already-used"));
  company.refuses = undefined;
  const issued = await issue(await newRequest());
  clock.advance({ minutes: 5 });
  await jobs();
  assert.equal((await issuedCertificateOf(ctx.db, orderId))?.serial, issued.serial);
  assert.equal(company.calls.filter((call) => call === "submit").length, 2);
});

test("refused to the one who asks, issued to the other at the same time: what comes is stored nowhere and revoked there", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, orderId, company, jobs, clock, issue, request } = story;
  company.beforeAnswer = async () => {
    company.beforeAnswer = async () => {};
    company.refuses = "pedido repetido";
    clock.advance({ seconds: 20 });
    await jobs();
    // The word that nobody wants it any more came there before its certificate was made.
    for (const one of company.requests.values()) {
      assert.equal(one.ended, "superseded");
      delete one.ended;
    }
  };
  await assert.rejects(issue(request), code("issuance-under-way"));
  await jobs();
  assert.equal(await issuedCertificateOf(ctx.db, orderId), undefined);
  const [one] = company.requests.values();
  assert.ok(one?.certificate);
  assert.equal(one.ended, "superseded");
});

test("a certificate of another key is never stored; an authority that is connected no more is a matter for a person", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, orderId, company, jobs, clock, issue, shop, request, world, ear } = story;
  company.key = readCertificateRequest(await newRequest()).publicKeyInfo;
  await assert.rejects(issue(request), /certificate of another key/);
  clock.advance({ minutes: 1 });
  await jobs();
  assert.equal(await issuedCertificateOf(ctx.db, orderId), undefined);
  const told = async () => (await troublesOf(ctx.db, shop.raId)).map(({ lastError }) => lastError).join();
  await jobs();
  assert.match(await told(), /certificate of another key/);

  company.key = undefined;
  for (const one of company.requests.values()) delete one.certificate;
  const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
  for (const { jobId } of await troublesOf(ctx.db, shop.raId)) await retryJob(ctx, { jobId, by: manager });
  await jobs();
  const issued = (await issuedCertificateOf(ctx.db, orderId))!;
  const only: CertificationAuthorities = [installationAuthority];
  const revoke = { serial: issued.serial, reason: "superseded" as const, note: "Titular perdeu o arquivo" };
  await assert.rejects(revokeCertificate(ctx, only, { ...revoke, by: manager }), /outside is not connected/);
  const left = { ...story.domains, ...ear.domains, watch: watchJobs, issuance: issuanceJobs(only) };
  await world.runJobs(left, { tolerate: true });
  await world.runJobs(left, { tolerate: true });
  assert.match(await told(), /authority outside is not connected/);
});
