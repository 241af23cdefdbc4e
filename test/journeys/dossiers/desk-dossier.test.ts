import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkDossier } from "../../../src/dossiers/check-dossier.ts";
import type { Manifest } from "../../../src/dossiers/dossier.ts";
import { dossierItems, openingsOf, sealsOf } from "../../../src/dossiers/dossier-reads.ts";
import { dossiersJobs } from "../../../src/dossiers/dossiers-jobs.ts";
import { exportDossier } from "../../../src/dossiers/export-dossier.ts";
import { openDossier } from "../../../src/dossiers/open-dossier.ts";
import type { SealSigner } from "../../../src/dossiers/seal-signer.ts";
import { sealPlan } from "../../../src/pki/certificates/authority-profile.ts";
import { newSerial, prepareCertificate, signCertificate } from "../../../src/pki/certificates/certificate.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../../../src/pki/keys/software-signer.ts";
import { signCades } from "../../../src/pki/signatures/cades.ts";
import { issueTimestamp } from "../../../src/pki/signatures/timestamp.ts";
import { sql } from "../../../src/platform/database.ts";
import { lapseProofing } from "../../../src/proofing/decision/lapse-proofing.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { later, newHierarchy, now, publishedAt } from "../../kit/pki-world.ts";
import { refused } from "../../kit/refused.ts";
import { openSitting, person, walkScript, watchAll } from "../../kit/sitting.ts";

/** A seal certificate under a small authority of the test: the real signature and path, without the issuance domain. */
async function testSigner(): Promise<SealSigner> {
  const { root, issuing, unit, chain } = await newHierarchy();
  const signer = softwareSigner(openRsaKey(await newRsaKey(2048)), "sha256");
  const validity = { notBefore: later(-1), notAfter: later(365) };
  const about = { serial: newSerial(), validity, commonName: "AR TESTE:11222333000181", cnpj: "11222333000181" };
  const prepared = prepareCertificate(issuing, sealPlan(issuing, publishedAt, signer.publicKeyInfo, about));
  const certificate = await signCertificate(prepared);
  return {
    sign: (_ctx, { content }) =>
      signCades({
        digest: createHash("sha256").update(content).digest(),
        certificates: [certificate, ...chain],
        signer,
        signingTime: now,
        timestamp: (imprint) => issueTimestamp(unit, { imprint }, now),
      }),
    roots: async () => [root.certificate],
    stampRoots: async () => [],
    published: async () => ({ intermediates: [issuing.certificate], lists: [] }),
  };
}

async function openDecided(outcome: "approved" | "refused") {
  const sitting = await openSitting();
  const { ctx, agent, roomId, world } = sitting;
  const signer = await testSigner();
  const run = () => world.runJobs({ ...sitting.domains, dossiers: dossiersJobs(signer) });
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  if (outcome === "approved") await walkScript(sitting, proofingId);
  const reason = outcome === "approved" ? "" : "not-the-holder";
  await validateProofing(ctx, { proofingId, outcome, reason, note: "", by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  return { ...sitting, signer, run, proofingId };
}

test("a sitting that nobody decided is sealed too, once it is given up", async () => {
  const sitting = await openSitting();
  const { ctx, agent, roomId, world, orderId, shop } = sitting;
  await using _ = world;
  const signer = await testSigner();
  const run = () => world.runJobs({ ...sitting.domains, dossiers: dossiersJobs(signer) });
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  assert.deepEqual(await sealsOf(ctx.db, orderId), []);
  const manager = await person(ctx, shop.raId, "98765432100", ["manager", "auditor"]);
  await lapseProofing(ctx, { proofingId, by: manager });
  await run();
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1);
  const verdict = await checkDossier(ctx, signer, { orderId, proofingId });
  assert.equal(verdict.intact, true, JSON.stringify(verdict));
  const [seal] = await sealsOf(ctx.db, orderId);
  const manifest = JSON.parse((await ctx.blobs.read(orderId, seal!.manifestHash)).toString()) as Manifest;
  assert.equal(manifest.proofing.outcome, "lapsed");
});

test("the seal waits for the second person and covers everything; the export proves itself offline", async () => {
  const { world, ctx, shop, orderId, proofingId, signer, run, ...sitting } = await openDecided("approved");
  await using _ = world;
  assert.deepEqual(await sealsOf(ctx.db, orderId), []);
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier", "auditor"]);
  const checks = await watchAll({ ctx, ...sitting }, proofingId, verifier);
  await verifyProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", checks, by: verifier });
  await run();
  await run();
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1);
  const kinds = new Set((await dossierItems(ctx.db, orderId)).map((item) => item.kind));
  for (const kind of [
    "order",
    "payments",
    "proofing-steps",
    "drawn-questions",
    "still",
    "recording",
    "recording-log",
    "recording-header",
    "validations",
    "verifications",
    "replays",
    "rule-packs",
    "audit",
  ])
    assert.ok(kinds.has(kind), kind);
  const verdict = await checkDossier(ctx, signer, { orderId, proofingId });
  assert.equal(verdict.intact, true, JSON.stringify(verdict));
  assert.ok(verdict.seal.good && verdict.seal.stampedAt && verdict.seal.signer.startsWith("AR TESTE"));

  const folder = mkdtempSync(join(tmpdir(), "confere-dossier-"));
  const { fileName, content } = await exportDossier(ctx, signer, { orderId, proofingId });
  assert.match(fileName, /^dossie-CERTI\d+\.zip$/);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  writeFileSync(join(folder, "d.zip"), Buffer.concat(pieces));
  // Judged by Python's reader, not by our own writer.
  execFileSync("python3", ["-m", "zipfile", "-e", "d.zip", "."], { cwd: folder });
  execFileSync("sha256sum", ["--quiet", "-c", "SHA256SUMS"], { cwd: folder });
  const [root] = await signer.roots(ctx);
  writeFileSync(join(folder, "raiz.pem"), new X509Certificate(Buffer.from(root!)).toString());
  const cms =
    "cms -verify -binary -cades -inform DER -purpose any -in manifest.p7s -content manifest.json -CAfile raiz.pem -out /dev/null";
  execFileSync("openssl", cms.split(" "), { cwd: folder, stdio: "pipe" });
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  assert.equal(manifest.items.length, (await dossierItems(ctx.db, orderId)).length);
  assert.equal(manifest.proofing.outcome, "approved");
  rmSync(folder, { recursive: true });
});

test("a refused case is kept and sealed too; items and seals cannot be rewritten", async () => {
  const { world, ctx, orderId, proofingId, signer } = await openDecided("refused");
  await using _ = world;
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1);
  assert.equal((await checkDossier(ctx, signer, { orderId, proofingId })).intact, true);
  await assert.rejects(
    sql`update dossier_items set hash = '0' where order_id = ${orderId}`.execute(ctx.db),
    /append-only/,
  );
  await assert.rejects(sql`delete from seals where order_id = ${orderId}`.execute(ctx.db), /append-only/);
});

test("a touched file, a foreign seal and a rewritten chain are found", async () => {
  const { world, ctx, orderId, proofingId, signer } = await openDecided("refused");
  await using _ = world;
  const foreign = await checkDossier(ctx, await testSigner(), { orderId, proofingId });
  assert.deepEqual([foreign.seal.good, foreign.intact], [false, false]);
  const recording = (await dossierItems(ctx.db, orderId)).find((item) => item.kind === "recording")!;
  const blobs = join(ctx.config.dataFolder, "blobs", orderId);
  const path = readdirSync(blobs, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(recording.hash))!;
  const bytes = readFileSync(join(blobs, path));
  assert.ok(statSync(join(blobs, path)).size > 0);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(join(blobs, path), bytes);
  const touched = await checkDossier(ctx, signer, { orderId, proofingId });
  assert.equal(touched.intact, false);
  assert.deepEqual(
    touched.items.filter((item) => item.fault).map((item) => [item.kind, item.fault]),
    [["recording", "changed"]],
  );
  await sql`alter table audit_entries disable trigger audit_entries_append_only`.execute(ctx.db);
  await sql`update audit_entries set act = 'nothing.happened' where chain = ${`order:${orderId}`} and seq = 2`.execute(
    ctx.db,
  );
  assert.equal((await checkDossier(ctx, signer, { orderId, proofingId })).chain.intact, false);
});

test("opening a dossier asks why, is kept, and is for auditors and managers of the AR", async () => {
  const { world, ctx, orderId, agent, shop } = await openDecided("refused");
  await using _ = world;
  const auditor = await person(ctx, shop.raId, "98765432100", ["auditor"]);
  const open = (purpose: string, by = auditor) => openDossier(ctx, { orderId, purpose, by });
  await assert.rejects(open("  a "), refused("purpose-missing"));
  await assert.rejects(open("auditoria anual", agent), refused("not-allowed"));
  await open("auditoria anual");
  assert.deepEqual(
    (await openingsOf(ctx.db, orderId)).map((opening) => opening.purpose),
    ["auditoria anual"],
  );
});
