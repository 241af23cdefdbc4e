import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, suite, test } from "node:test";
import { verifyChain } from "../../src/audit/audit-chain.ts";
import { readChain } from "../../src/audit/audit-reads.ts";
import * as ceremony from "../../src/browser/key-ceremony/key-ceremony.ts";
import { checkDossier } from "../../src/dossiers/check-dossier.ts";
import { dossiersJobs } from "../../src/dossiers/dossiers-jobs.ts";
import { publishedChain, publishedCrl } from "../../src/issuance/authorities/authority-reads.ts";
import { ensureAuthorities } from "../../src/issuance/authorities/ensure-authorities.ts";
import { completeIssuance } from "../../src/issuance/certificates/complete-issuance.ts";
import { issuanceStage } from "../../src/issuance/certificates/issuance.ts";
import {
  issuanceFacts,
  issuedCertificateOf,
  signedAgreementOf,
} from "../../src/issuance/certificates/issuance-reads.ts";
import { issueCertificate } from "../../src/issuance/certificates/issue-certificate.ts";
import { revokeCertificate } from "../../src/issuance/certificates/revoke-certificate.ts";
import { signAgreement } from "../../src/issuance/certificates/sign-agreement.ts";
import { issuanceJobs } from "../../src/issuance/issuance-jobs.ts";
import { faultyLists } from "../../src/issuance/lists/crl-reads.ts";
import { keepCrls } from "../../src/issuance/lists/keep-crls.ts";
import { installationSeal } from "../../src/issuance/seals/installation-seal.ts";
import { sealContent } from "../../src/issuance/seals/seal-content.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { readCertificate } from "../../src/pki/certificates/certificate-reader.ts";
import { certificateParts } from "../../src/pki/der/certificate-parts.ts";
import { toPem } from "../../src/pki/der/pem.ts";
import { verifyTimestamp } from "../../src/pki/signatures/timestamp.ts";
import { verifyCades } from "../../src/pki/signatures/verify-cades.ts";
import { sql, violatedConstraint } from "../../src/platform/database.ts";
import { Failure } from "../../src/platform/failures/failure.ts";
import { validateProofing } from "../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../src/proofing/decision/verify-proofing.ts";
import { startProofing } from "../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../src/rooms/sitting/close-room.ts";
import { tasksOf } from "../../src/watch/lateness/watch-reads.ts";
import { watchJobs } from "../../src/watch/watch-jobs.ts";
import { ours } from "../kit/authorities.ts";
import { judge, newScratch } from "../kit/pki-world.ts";
import { refused } from "../kit/refused.ts";
import { openSitting, person, type Sitting, walkScript, watchAll } from "../kit/sitting.ts";
import { confirmHolder } from "./pki-approved.ts";

// One order lives through all of it: each test goes on where the one before it ended.
suite("issuance", () => {
  const scratch = newScratch();
  let sitting: Sitting;
  let pair: CryptoKeyPair;
  let request: Uint8Array;
  let jobs: () => Promise<void>;
  const stage = async () => issuanceStage((await issuanceFacts(sitting.ctx.db, sitting.orderId, sitting.clock.now()))!);

  before(async () => {
    sitting = await openSitting();
    const { world, ctx, domains } = sitting;
    await Promise.all([ensureAuthorities(ctx), ensureAuthorities(ctx)]);
    jobs = () => world.runJobs({ ...domains, dossiers: dossiersJobs(installationSeal), issuance: issuanceJobs(ours) });
    pair = await ceremony.newKeyPair();
    request = await ceremony.certificateRequest(pair);
  });
  after(async () => {
    await sitting?.world.close();
    scratch.remove();
  });

  test("two first starts at once leave one authority of each kind, recorded; the first lists are published", async () => {
    const { ctx } = sitting;
    const { rows } = await sql<{ kind: string }>`select kind from authorities order by kind`.execute(ctx.db);
    assert.deepEqual(
      rows.map((row) => row.kind),
      ["issuing", "root", "timestamp"],
    );
    const acts = (await readChain(ctx.db, "installation")).filter((entry) => entry.act === "authority.created");
    assert.equal(acts.length, 3);
    const { rows: keys } = await sql<{ sealed_key: Buffer }>`select sealed_key from authorities`.execute(ctx.db);
    for (const { sealed_key } of keys)
      assert.equal(sealed_key.includes(Buffer.from("2a864886f70d010101", "hex")), false);
    await jobs();
    const chain = (await publishedChain(ctx.db))!;
    scratch.write("root.pem", toPem("CERTIFICATE", chain.root));
    scratch.write("issuing.pem", toPem("CERTIFICATE", chain.issuing));
    for (const of of ["root", "issuing"] as const) {
      const list = (await publishedCrl(ctx.db, of))!;
      assert.equal(list.entries, 0);
      const file = scratch.write(`${of}.crl`, toPem("X509 CRL", list.crl));
      assert.match(judge("openssl", "crl", "-in", file, "-noout", "-CAfile", scratch.path(`${of}.pem`)), /verify OK/);
    }
  });

  test("nothing is issued before both people approved and the dossier is sealed; SQL refuses too", async () => {
    const { ctx, orderId, roomId, agent, shop } = sitting;
    const asked = () =>
      issueCertificate(ctx, ours, { orderId, accessToken: sitting.accessToken, request, by: holderOf(orderId) });
    assert.equal(await stage(), "waiting-validation");
    await assert.rejects(asked(), refused("issuance-not-due"));
    const { proofingId } = await startProofing(ctx, { roomId, by: agent });
    await sitting.admit();
    await walkScript(sitting, proofingId);
    const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
    await validateProofing(ctx, { ...approve, by: agent });
    await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
    await jobs();
    assert.equal(await stage(), "waiting-verification");
    await assert.rejects(asked(), refused("issuance-not-due"));
    await assert.rejects(
      sql`insert into issuance_intents (serial, order_id, proofing_id, authority_id, request_hash, key_hash, request, tbs, tbs_hash, recorded_at)
      select '4A01', ${orderId}, ${proofingId}, id, 'x', 'x', '', '', 'x', now() from authorities where kind = 'issuing'`.execute(
        ctx.db,
      ),
      (error) => violatedConstraint(error) === "intent_needs_two_people",
    );
    const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
    const checks = await watchAll(sitting, proofingId, verifier);
    await verifyProofing(ctx, { ...approve, checks, by: verifier });
    assert.equal(await stage(), "waiting-seal");
    await assert.rejects(asked(), refused("issuance-not-due"));
    await jobs();
    assert.equal(await stage(), "ready");
    sitting.accessToken = await confirmHolder({ ...sitting, jobs });
    const verdict = await checkDossier(ctx, installationSeal, { orderId, proofingId });
    assert.equal(verdict.intact, true);
    assert.ok(verdict.seal.good && verdict.seal.signer === "AR TESTE:11222333000181");
  });

  test("an order of before whose name no certificate can hold: nothing is reserved, the AR is asked once, no wrong name", async () => {
    const { ctx, orderId, world, domains, shop } = sitting;
    const asked = () =>
      issueCertificate(ctx, ours, { orderId, accessToken: sitting.accessToken, request, by: holderOf(orderId) });
    const rename = (name: string) =>
      sql`update orders set applicant_name = ${name} where id = ${orderId}`.execute(ctx.db);
    await rename("王小明 da Silva");
    for (let press = 0; press < 2; press++)
      await assert.rejects(asked(), (error) => {
        assert.ok(error instanceof Failure && error.code === "order-name-not-writable", String(error));
        assert.match(`${error.title} ${error.advice}`, /“王”, “小”, “明”.*Fale com a AR/);
        return true;
      });
    const { rows } = await sql`select serial from issuance_intents`.execute(ctx.db);
    assert.equal(rows.length, 0);
    await world.runJobs({ ...domains, watch: watchJobs });
    const tasks = await tasksOf(ctx.db, shop.raId, ctx.clock.now());
    assert.equal(tasks.length, 1);
    assert.match(tasks[0]!.words, /“王”, “小”, “明”.*cancele este pedido, devolva o valor/);
    await rename("Maria da Silva");
  });

  test("a crash between record and signature: the job goes on and gives the certificate of the recorded bytes", async () => {
    const { ctx, orderId } = sitting;
    await assert.rejects(
      issueCertificate(ctx, ours, {
        orderId,
        accessToken: sitting.accessToken,
        request: request.subarray(1),
        by: holderOf(orderId),
      }),
      refused("request-unusable"),
    );
    const inBer = Buffer.concat([Buffer.of(0x30, 0x83, 0), request.subarray(2)]);
    await assert.rejects(
      issueCertificate(ctx, ours, { orderId, accessToken: sitting.accessToken, request: inBer, by: holderOf(orderId) }),
      (error) =>
        error instanceof Failure && /não está em DER.*chave nova será criada/.test(`${error.title} ${error.advice}`),
    );
    // The process dies right after the intent is committed: the key file is out of reach, as it would be.
    const dead = { ...ctx, secrets: { ...ctx.secrets, open: dyingAfter(1, ctx.secrets.open) } };
    await assert.rejects(
      issueCertificate(dead, ours, { orderId, accessToken: sitting.accessToken, request, by: holderOf(orderId) }),
      /killed/,
    );
    assert.equal(await issuedCertificateOf(ctx.db, orderId), undefined);
    const { rows } = await sql<{
      serial: string;
      tbs: Buffer;
      tbs_hash: string;
    }>`select serial, tbs, tbs_hash from issuance_intents`.execute(ctx.db);
    assert.equal(rows.length, 1);
    assert.equal(createHash("sha256").update(rows[0]!.tbs).digest("hex"), rows[0]!.tbs_hash);
    sitting.clock.advance({ seconds: 20 });
    await jobs();
    const issued = (await issuedCertificateOf(ctx.db, orderId))!;
    assert.equal(issued.serial, rows[0]!.serial);
    assert.ok(Buffer.from(issued.certificate).includes(rows[0]!.tbs));
    assert.equal(await stage(), "agreement");
  });

  function dyingAfter(times: number, open: (sealed: Uint8Array) => Buffer) {
    return (sealed: Uint8Array): Buffer => {
      if (times-- > 0) return open(sealed);
      throw new Error("killed");
    };
  }

  test("the same request again gives the same certificate; another key is refused", async () => {
    const { ctx, orderId } = sitting;
    const first = (await issuedCertificateOf(ctx.db, orderId))!;
    const again = await Promise.all(
      [1, 2, 3].map(() =>
        issueCertificate(ctx, ours, { orderId, accessToken: sitting.accessToken, request, by: holderOf(orderId) }),
      ),
    );
    for (const one of again) assert.deepEqual(one, first);
    await completeIssuance(ctx, ours, { serial: first.serial });
    const other = await ceremony.certificateRequest(await ceremony.newKeyPair());
    await assert.rejects(
      issueCertificate(ctx, ours, { orderId, accessToken: sitting.accessToken, request: other, by: holderOf(orderId) }),
      refused("certificate-already-issued"),
    );
    const spki = Buffer.from(await crypto.subtle.exportKey("spki", pair.publicKey));
    assert.ok(spki.equals(certificateParts(first.certificate).publicKeyInfo));
  });

  test("OpenSSL accepts the chain with the published list; the fields are those of the order and the AR", async () => {
    const { ctx, orderId, clock } = sitting;
    const issued = (await issuedCertificateOf(ctx.db, orderId))!;
    await jobs();
    scratch.write("leaf.pem", toPem("CERTIFICATE", issued.certificate));
    scratch.write("issuing.crl", toPem("X509 CRL", (await publishedCrl(ctx.db, "issuing"))!.crl));
    const at = String(Math.floor(clock.now().getTime() / 1000));
    const check = [
      "verify",
      "-x509_strict",
      "-attime",
      at,
      "-crl_check",
      "-CRLfile",
      scratch.path("issuing.crl"),
      "-CAfile",
      scratch.path("root.pem"),
      "-untrusted",
      scratch.path("issuing.pem"),
      scratch.path("leaf.pem"),
    ];
    assert.match(judge("openssl", ...check), /leaf\.pem: OK/);
    const fields = readCertificate(issued.certificate);
    assert.equal(fields.commonName, "MARIA DA SILVA:52998224725");
    assert.deepEqual(fields.organizationalUnits, [
      "AC Confere v1",
      "11222333000181",
      "videoconferencia",
      "Certificado PF A1",
    ]);
    assert.deepEqual([fields.birthDate, fields.email], ["1990-02-28", "maria@exemplo.com.br"]);
  });

  test("the agreement counts only when signed by the certificate's own key over the offered words", async () => {
    const { ctx, orderId } = sitting;
    const issued = (await issuedCertificateOf(ctx.db, orderId))!;
    const certificates: [Uint8Array] = [issued.certificate];
    const sign = (keys: CryptoKeyPair, text: string) =>
      ceremony.signAgreement(keys, certificates, text, ctx.clock.now());
    const wrong = [
      await sign(await ceremony.newKeyPair(), issued.agreement),
      await sign(pair, `${issued.agreement} `),
      await sealContent(ctx, { raId: sitting.shop.raId, content: Buffer.from(issued.agreement) }),
      Buffer.from("garbage"),
    ];
    for (const signature of wrong)
      await assert.rejects(
        signAgreement(ctx, { orderId, signature, by: holderOf(orderId) }),
        refused("agreement-signature-wrong"),
      );
    const signature = await sign(pair, issued.agreement);
    await signAgreement(ctx, { orderId, signature, by: holderOf(orderId) });
    await signAgreement(ctx, { orderId, signature, by: holderOf(orderId) });
    assert.equal(await stage(), "done");
    const kept = (await signedAgreementOf(ctx.db, orderId))!;
    const chain = (await publishedChain(ctx.db))!;
    const { signatureHash } = verifyCades(kept.signature, Buffer.from(kept.text));
    const trust = { roots: [chain.root], intermediates: [chain.issuing] };
    assert.ok(verifyTimestamp(kept.timestampToken, signatureHash, trust));
    await assert.rejects(
      sql`update subscriber_agreements set text = 'x'`.execute(ctx.db),
      (error) => violatedConstraint(error) === "agreement_only_signed",
    );
  });

  test("the manager revokes once; the new list says so, with a higher number, and OpenSSL refuses the certificate", async () => {
    const { ctx, orderId, agent, shop, clock } = sitting;
    const { serial } = (await issuedCertificateOf(ctx.db, orderId))!;
    const before = (await publishedCrl(ctx.db, "issuing"))!;
    const revoke = { serial, reason: "key-compromise" as const, note: "perdeu o arquivo" };
    await assert.rejects(revokeCertificate(ctx, ours, { ...revoke, by: agent }), refused("not-allowed"));
    const manager = await person(ctx, shop.raId, "39053344705", ["manager"]);
    await assert.rejects(revokeCertificate(ctx, ours, { ...revoke, serial: "4A", by: manager }), refused("not-found"));
    await revokeCertificate(ctx, ours, { ...revoke, by: manager });
    await assert.rejects(
      revokeCertificate(ctx, ours, { ...revoke, by: manager }),
      refused("certificate-already-revoked"),
    );
    await jobs();
    const list = (await publishedCrl(ctx.db, "issuing"))!;
    assert.ok(list.number > before.number);
    assert.equal(list.entries, 1);
    const file = scratch.write("after.crl", toPem("X509 CRL", list.crl));
    assert.match(
      judge("openssl", "crl", "-in", file, "-noout", "-text"),
      new RegExp(`Serial Number: ${serial}[\\s\\S]*Key Compromise`),
    );
    const at = String(Math.floor(clock.now().getTime() / 1000));
    assert.throws(
      () =>
        judge(
          "openssl",
          "verify",
          "-attime",
          at,
          "-crl_check",
          "-CRLfile",
          file,
          "-CAfile",
          scratch.path("root.pem"),
          "-untrusted",
          scratch.path("issuing.pem"),
          scratch.path("leaf.pem"),
        ),
      /revoked/,
    );
    assert.equal(await stage(), "waiting-validation", "the paid time runs: another one, after another identification");
    await assert.rejects(sql`delete from revocations`.execute(ctx.db), /append-only/);
  });

  test("a clock that was ahead: its list is of tomorrow, OpenSSL refuses everybody; put right, one look cures it", async () => {
    const { ctx, orderId, clock } = sitting;
    const right = clock.now();
    const leaf = scratch.write("other.pem", toPem("CERTIFICATE", (await publishedChain(ctx.db))!.issuing));
    const asked = async (at: Date): Promise<string> => {
      const crl = scratch.write("root.crl", toPem("X509 CRL", (await publishedCrl(ctx.db, "root"))!.crl));
      const how = ["-attime", String(Math.floor(at.getTime() / 1000)), "-crl_check", "-CRLfile", crl];
      return judge("openssl", "verify", ...how, "-CAfile", scratch.path("root.pem"), leaf);
    };
    await keepCrls(ctx);
    assert.match(await asked(right), /OK/);
    assert.deepEqual(await faultyLists(ctx.db, right), []);
    clock.advance({ days: 3 });
    await keepCrls(ctx);
    assert.deepEqual(await faultyLists(ctx.db, clock.now()), []);
    clock.set(right);
    assert.deepEqual(
      (await faultyLists(ctx.db, right)).map(({ kind, fault }) => [kind, fault]),
      [
        ["issuing", "from-the-future"],
        ["root", "from-the-future"],
      ],
    );
    await assert.rejects(asked(right), /CRL is not yet valid/);
    const { number } = (await publishedCrl(ctx.db, "issuing"))!;
    await Promise.all(Array.from({ length: 6 }, () => keepCrls(ctx)));
    assert.equal((await publishedCrl(ctx.db, "issuing"))!.number, number + 1, "six at once end with one list");
    assert.deepEqual(await faultyLists(ctx.db, right), []);
    assert.match(await asked(right), /OK/);
    // Nobody published for three hours: that is the alarm, and the next look ends it.
    clock.advance({ hours: 3 });
    assert.deepEqual(
      (await faultyLists(ctx.db, clock.now())).map(({ kind, fault }) => [kind, fault]),
      [["issuing", "runs-out"]],
    );
    await keepCrls(ctx);
    assert.deepEqual(await faultyLists(ctx.db, clock.now()), []);
    assert.equal((await publishedCrl(ctx.db, "issuing"))!.entries, 1, `the serial of ${orderId} stays listed`);
  });

  test("the order's audit chain tells it in order, and holds", async () => {
    const entries = await readChain(sitting.ctx.db, `order:${sitting.orderId}`);
    const acts = entries.map((entry) => entry.act).filter((act) => /^(certificate|agreement|dossier)\./.test(act));
    assert.deepEqual(acts, [
      "dossier.seal-reserved",
      "dossier.sealed",
      "certificate.reserved",
      "certificate.issued",
      "agreement.signed",
      "certificate.revoked",
      // Asked for when the agreement was signed; this story runs the jobs only here.
      "dossier.seal-reserved",
      "dossier.sealed",
    ]);
    assert.equal(verifyChain(entries).intact, true);
  });
});
