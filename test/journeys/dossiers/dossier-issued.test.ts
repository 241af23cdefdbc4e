import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import * as ceremony from "../../../src/browser/key-ceremony/key-ceremony.ts";
import { checkDossier } from "../../../src/dossiers/check-dossier.ts";
import type { Manifest, SealStage } from "../../../src/dossiers/dossier.ts";
import { sealsOf } from "../../../src/dossiers/dossier-reads.ts";
import { exportDossier } from "../../../src/dossiers/export-dossier.ts";
import { sealDossier } from "../../../src/dossiers/seal-dossier.ts";
import { issuancePages } from "../../../src/faces/applicant/emission/issuance-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { ensureAuthorities } from "../../../src/issuance/authorities/ensure-authorities.ts";
import { issuedCertificateOf } from "../../../src/issuance/certificates/issuance-reads.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { resumeSealing } from "../../../src/issuance/seals/resume-sealing.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { proofingsOf } from "../../../src/proofing/proofing-reads.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { noteSeat } from "../../../src/rooms/sitting/note-seat.ts";
import { ours } from "../../kit/authorities.ts";
import { person } from "../../kit/sitting.ts";
import { createWorld } from "../../kit/world.ts";
import { confirmHolder, openApproved } from "../../pki/pki-approved.ts";

const phone = "Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/140 Mobile";

/** Unpacks a dossier into an empty folder, by Python's reader, and carries out every indented line of its LEIA-ME. */
async function followReadMe(ctx: Context, command: { orderId: string; proofingId: string; stage: SealStage }) {
  const folder = mkdtempSync(join(tmpdir(), "confere-leia-me-"));
  const { fileName, content } = await exportDossier(ctx, installationSeal, command);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  const archive = join(folder, "..", `${fileName}-${process.pid}`);
  writeFileSync(archive, Buffer.concat(pieces));
  execFileSync("python3", ["-m", "zipfile", "-e", archive, "."], { cwd: folder });
  rmSync(archive);
  const words = readFileSync(join(folder, "LEIA-ME.txt"), "utf8");
  const commands = words.split("\n").filter((line) => line.startsWith("     "));
  const run = (only = /./) =>
    commands
      .filter((line) => only.test(line.trim()))
      .map((line) => {
        const { status, stdout, stderr } = spawnSync("sh", ["-c", line.trim()], { cwd: folder, encoding: "utf8" });
        return { line: line.trim(), status, said: `${stdout}${stderr}` };
      });
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  const textOf = (kind: string) =>
    readFileSync(join(folder, manifest.items.filter((item) => item.kind === kind).at(-1)!.name), "utf8");
  return { folder, fileName, words, commands, run, manifest, textOf, end: () => rmSync(folder, { recursive: true }) };
}

test("the dossier of a certificate contains it; a stranger follows the LEIA-ME to the letter", async () => {
  const approved = await openApproved({
    beforeSeal: async ({ ctx, roomId, orderId, agent, shop }) => {
      const room = (await roomById(ctx.db, roomId))!;
      const seat = { room, address: "203.0.113.7", userAgent: phone };
      await noteSeat(ctx, { ...seat, visitor: { member: "applicant", orderId } });
      await noteSeat(ctx, { ...seat, visitor: { member: "applicant", orderId } });
      await noteSeat(ctx, { ...seat, address: "198.51.100.2", visitor: { member: "agent", agent } });
      // Somebody did a step before the sitting was handed over.
      const before = await person(ctx, shop.raId, "71428793860", ["agent"]);
      // The sitting is over here, so the guard of the script's acts would refuse what was done inside it.
      await sql`alter table proofing_steps disable trigger user`.execute(ctx.db);
      await sql`update proofing_steps set done_by = ${before.id} where step = 'alone'`.execute(ctx.db);
      await sql`alter table proofing_steps enable trigger user`.execute(ctx.db);
    },
  });
  const { world, ctx, orderId, number, jobs } = approved;
  await using _ = world;
  const accessToken = await confirmHolder(approved);
  const app = await openDoor(ctx, [(scope) => issuancePages(scope, { ctx, authorities: ours })]);
  const send = (path: string, payload: unknown) =>
    app.inject({
      method: "POST",
      url: `/pedido/${number}/emissao/${path}`,
      headers: { "user-agent": phone, cookie: `confere_pedido=${accessToken}`, origin: ctx.config.publicUrl },
      payload: payload as Record<string, unknown>,
    });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  const pair = await ceremony.newKeyPair();
  const request = await ceremony.certificateRequest(pair);
  const answer = await send("certificado", { request: base64(request) });
  assert.equal(answer.statusCode, 200, answer.body);
  const issued = (await issuedCertificateOf(ctx.db, orderId))!;
  await jobs();
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1, "not before the agreement is signed");
  const signature = await ceremony.signAgreement(pair, [issued.certificate], issued.agreement, ctx.clock.now());
  assert.equal((await send("termo", { signature: base64(signature) })).statusCode, 200);
  // As an order whose agreement was signed before there was a second seal: no event tells of it any more.
  const told = await sql`delete from pgboss.job where data->>'name' = 'event:agreement.signed'`.execute(ctx.db);
  assert.equal(told.numAffectedRows, 1n, "today one does");
  await jobs();
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1);
  await resumeSealing(ctx);
  await jobs();
  await app.close();
  assert.deepEqual((await sealsOf(ctx.db, orderId)).map(({ stage }) => stage).sort(), ["identification", "issuance"]);

  const proofingId = (await proofingsOf(ctx.db, orderId))[0]!.id;
  for (const stage of ["identification", "issuance"] as const) {
    const verdict = await checkDossier(ctx, installationSeal, { orderId, proofingId, stage });
    assert.equal(verdict.intact, true, JSON.stringify(verdict));
    const read = await followReadMe(ctx, { orderId, proofingId, stage });
    assert.equal(read.commands.length, stage === "issuance" ? 10 : 6, read.words);
    for (const { line, status, said } of read.run()) assert.equal(status, 0, `${line}\n${said}`);
    assert.match(read.words, new RegExp(ctx.config.publicUrl));
    // A touched file is found by the same lines.
    const victim = readdirSync(read.folder).find((name) => name.includes("-order-"))!;
    writeFileSync(join(read.folder, victim), "outra coisa");
    assert.notEqual(read.run()[0]!.status, 0);
    if (stage === "issuance") {
      judgeIssued(read);
      await eachLineFinds();
    } else
      assert.equal(
        read.manifest.items.some(({ kind }) => kind === "certificate"),
        false,
      );
    const agents = JSON.parse(read.textOf("agents")) as { cpf: string }[];
    assert.ok(
      agents.some(({ cpf }) => cpf === "71428793860"),
      "who did a step before the hand-over is named",
    );
    const seats = JSON.parse(read.textOf("seats")) as Record<string, string>[];
    assert.deepEqual(
      seats.map(({ member, address, user_agent }) => [member, address, user_agent]),
      [
        ["applicant", "203.0.113.7", phone],
        ["agent", "198.51.100.2", phone],
      ],
    );
    read.end();
  }

  /** Every line that judges something is the one that says no where just that is false. */
  async function eachLineFinds(): Promise<void> {
    const read = await followReadMe(ctx, { orderId, proofingId, stage: "issuance" });
    const nameOf = (kind: string) => read.manifest.items.filter((one) => one.kind === kind).at(-1)!.name;
    const lastBitOf = (pem: string) => {
      const [, label = "", body = ""] = /-----BEGIN ([A-Z ]+)-----([^-]+)/.exec(pem)!;
      const der = Buffer.from(body, "base64");
      der[der.length - 1]! ^= 1;
      return `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
    };
    const newRoot = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-subj",
      "/CN=Outra",
    ];
    const foreignRoot = execFileSync("openssl", [...newRoot, "-keyout", "/dev/null"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const sumOf = (name: string) =>
      createHash("sha256")
        .update(readFileSync(join(read.folder, name)))
        .digest("hex");
    const withSums = () =>
      writeFileSync(
        join(read.folder, "SHA256SUMS"),
        read.manifest.items.map(({ name }) => `${sumOf(name)}  ${name}\n`).join(""),
      );
    const complaints = (lines: RegExp) =>
      read.run(lines).filter(({ status, said }) => status !== 0 || /verif\w+ fail/i.test(said));
    for (const [file, falsify, lines, alsoSums] of [
      [nameOf("order"), (text: string) => `${text} `, /^sha256sum/, false],
      [nameOf("order"), (text: string) => `${text} `, /somas-do-lacre/, true],
      ["manifest.json", (text: string) => `${text} `, /manifest\.p7s/, false],
      ["listas.pem", () => "", /-crl_check_all/, false],
      [nameOf("certificate"), lastBitOf, /-untrusted intermediarias\.pem \d+-certificate/, false],
      [nameOf("certificate-request"), lastBitOf, /^openssl req/, false],
      [nameOf("agreement"), (text: string) => text.replace("Maria", "Mario"), /cadeia\.pem/, false],
      ["raiz.pem", () => foreignRoot, /manifest\.p7s/, false],
      ["raiz.pem", () => foreignRoot, /-crl_check_all/, false],
      ["raiz.pem", () => foreignRoot, /-untrusted intermediarias\.pem \d+-certificate/, false],
      ["raiz.pem", () => foreignRoot, /cadeia\.pem/, false],
    ] as const) {
      assert.deepEqual(complaints(lines), []);
      const before = readFileSync(join(read.folder, file), "utf8");
      const said = falsify(before);
      assert.notEqual(said, before, file);
      writeFileSync(join(read.folder, file), said);
      if (alsoSums) withSums();
      if (alsoSums) assert.deepEqual(complaints(/^sha256sum/), []);
      assert.equal(complaints(lines).length, 1, `${file}: ${lines}`);
      writeFileSync(join(read.folder, file), before);
      withSums();
    }
    // An outside authority's roots go along, and nobody else's.
    const stampRoots = (of: typeof read) => join(of.folder, "raizes-do-carimbo.pem");
    assert.equal(existsSync(stampRoots(read)), false);
    const rootsFile = join(read.folder, "raiz.pem");
    const timestampAuthority = { url: "https://act.exemplo.com.br/", rootsFile };
    const outside = { ...ctx, config: { ...ctx.config, timestampAuthority } };
    const stamped = await followReadMe(outside, { orderId, proofingId, stage: "issuance" });
    assert.equal(readFileSync(stampRoots(stamped), "utf8"), readFileSync(rootsFile, "utf8"));
    stamped.end();
    read.end();
  }

  function judgeIssued({ textOf, folder, manifest }: Awaited<ReturnType<typeof followReadMe>>): void {
    const name = manifest.items.find(({ kind }) => kind === "certificate")!.name;
    const serial = execFileSync("openssl", ["x509", "-in", name, "-noout", "-serial"], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.equal(serial.trim(), `serial=${issued.serial}`);
    assert.equal(textOf("agreement"), issued.agreement);
    const log = JSON.parse(textOf("certificate-delivery")) as {
      deliveries: Record<string, string>[];
      codes: unknown[];
    };
    assert.deepEqual(
      log.deliveries.map(({ what, user_agent }) => [what, user_agent]),
      [
        ["certificate", phone],
        ["agreement-sent", phone],
      ],
    );
    assert.equal(log.codes.length, 1);
    assert.doesNotMatch(textOf("certificate-delivery"), /code_hash|access_hash/);
  }
});

test("nothing is signed that was not recorded: seal, seal certificate and authorities; a crash goes on with the same bytes", async () => {
  let recorded: string | undefined;
  const approved = await openApproved({
    beforeSeal: async ({ ctx, orderId }) => {
      const proofingId = (await proofingsOf(ctx.db, orderId))[0]!.id;
      // Killed at the moment of signing.
      const killed = { ...installationSeal, sign: () => Promise.reject(new Error("killed")) };
      await assert.rejects(sealDossier(ctx, killed, { proofingId }), /killed/);
      const { rows } = await sql<{ hash: string }>`select manifest_hash as hash from seal_intents`.execute(ctx.db);
      recorded = rows[0]!.hash;
      const acts = (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
      assert.equal(acts.at(-1), "dossier.seal-reserved");
      const manifestHash = "ab".repeat(32);
      await assert.rejects(
        sql`insert into seals (id, order_id, proofing_id, stage, manifest_hash, signature_hash, sealed_at)
          values (gen_random_uuid(), ${orderId}, ${proofingId}, 'identification', ${manifestHash}, ${manifestHash}, now())`.execute(
          ctx.db,
        ),
        /not recorded/,
      );
    },
  });
  const { world, ctx, orderId, shop } = approved;
  await using _ = world;
  assert.deepEqual(
    (await sealsOf(ctx.db, orderId)).map(({ manifestHash }) => manifestHash),
    [recorded],
  );
  const order = (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
  assert.ok(order.indexOf("dossier.seal-reserved") < order.indexOf("dossier.sealed"));
  const office = (await readChain(ctx.db, `ar:${shop.raId}`)).map(({ act }) => act);
  assert.ok(office.includes("authority.reserved"));
  assert.ok(office.indexOf("authority.reserved") < office.indexOf("seal.created"));
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from authorities a
    join authority_intents i on i.id = a.id and i.kept_at is not null and position(i.tbs in a.certificate) > 0`.execute(
    ctx.db,
  );
  assert.equal(rows[0]!.n, 4);
  await assert.rejects(
    sql`insert into authorities (id, kind, name, issuer_id, certificate, sealed_key, created_at)
      select gen_random_uuid(), kind, name, issuer_id, certificate, sealed_key, now() from authorities
      where kind = 'timestamp'`.execute(ctx.db),
    /not recorded/,
  );
});

test("a first start killed between record and signature: the next one makes the very certificate that was recorded", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  let times = 0;
  const open = (sealed: Uint8Array): Buffer => {
    if (times++ >= 0) throw new Error("killed");
    return ctx.secrets.open(sealed);
  };
  await assert.rejects(ensureAuthorities({ ...ctx, secrets: { ...ctx.secrets, open } }), /killed/);
  const intents = async () =>
    (
      await sql<{
        id: string;
        hash: string;
      }>`select id, tbs_hash as hash from authority_intents where kind = 'root'`.execute(ctx.db)
    ).rows;
  const [first] = await intents();
  assert.ok(first);
  await ensureAuthorities(ctx);
  assert.deepEqual(await intents(), [first]);
  const { rows } = await sql<{ id: string }>`select id from authorities where kind = 'root'`.execute(ctx.db);
  assert.deepEqual(rows, [{ id: first.id }]);
});
