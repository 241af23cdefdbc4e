import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { readChain } from "../../src/audit/audit-reads.ts";
import { certificateRequest, newKeyPair } from "../../src/browser/key-ceremony/key-ceremony.ts";
import { publishedCrl } from "../../src/issuance/authorities/authority-reads.ts";
import { abandonIntent } from "../../src/issuance/certificates/certificate-store.ts";
import { completeIssuance } from "../../src/issuance/certificates/complete-issuance.ts";
import { confirmIssuanceCode } from "../../src/issuance/certificates/confirm-issuance-code.ts";
import { issuedCertificateOf } from "../../src/issuance/certificates/issuance-reads.ts";
import { issueCertificate } from "../../src/issuance/certificates/issue-certificate.ts";
import { rebuildKeyHashes } from "../../src/issuance/certificates/rebuild-key-hashes.ts";
import { requestIssuanceCode } from "../../src/issuance/certificates/request-issuance-code.ts";
import { revokeCertificate } from "../../src/issuance/certificates/revoke-certificate.ts";
import { keepCrls } from "../../src/issuance/lists/keep-crls.ts";
import { findOrder } from "../../src/orders/access/find-order.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { orderById } from "../../src/orders/orders-reads.ts";
import { inside, oid, sequence } from "../../src/pki/der/der.ts";
import { oids } from "../../src/pki/der/oids.ts";
import { sql, transact } from "../../src/platform/database.ts";
import { Failure } from "../../src/platform/failures/failure.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import { ours } from "../kit/authorities.ts";
import { person } from "../kit/sitting.ts";
import { confirmHolder, issuanceCode, openApproved } from "./pki-approved.ts";

const newRequest = async (): Promise<Uint8Array> => certificateRequest(await newKeyPair());

/** A process killed right after its intent was committed: it opens the issuing key once (to prepare), never again. */
function dying(ctx: Context): Context {
  let times = 1;
  const open = (sealed: Uint8Array): Buffer => {
    if (times-- > 0) return ctx.secrets.open(sealed);
    throw new Error("killed");
  };
  return { ...ctx, secrets: { ...ctx.secrets, open } };
}

/** Two intents of before 0220, with this request's key in two encodings, each hashed as it came; and the start that follows. */
async function takenByAnOlderInstallation(ctx: Context, orderId: string, request: Uint8Array): Promise<void> {
  const [info, ...signature] = inside(request).map((part) => part.whole);
  const [version, name, key, attributes] = inside(info!).map((part) => part.whole);
  const [, bits] = inside(key!).map((part) => part.whole);
  const bare = sequence(sequence(oid(oids.rsaEncryption)), bits!);
  for (const [serial, form] of [
    ["4A01", bare],
    ["4A02", key!],
  ] as const) {
    const made = Buffer.from(sequence(sequence(version!, name!, form, attributes!), ...signature));
    const keyHash = createHash("sha256").update(form).digest("hex");
    await sql`insert into issuance_intents (serial, order_id, proofing_id, authority_id, request_hash, key_hash, request, tbs,
        tbs_hash, recorded_at, abandoned_at)
      select ${serial}, ${orderId}, proofing_id, authority_id, 'x', ${`older ${keyHash}`}, ${made}, '', ${serial}, recorded_at,
        recorded_at from issuance_intents limit 1`.execute(ctx.db);
  }
  await Promise.all([rebuildKeyHashes(ctx), rebuildKeyHashes(ctx)]);
  const { rows } = await sql`select serial, shared_with from intent_keys where serial like '4A0%' order by 1`.execute(
    ctx.db,
  );
  assert.deepEqual(rows, [
    { serial: "4A01", shared_with: null },
    { serial: "4A02", shared_with: "4A01" },
  ]);
  const told = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "certificate.key-shared");
  assert.equal(told.length, 1, "two starts at once tell it once");
}

/** The live intent is given up at the moment at which another process stores its certificate: that one waits, looks again, stores nothing. */
async function storedWhileGivenUp(ctx: Context): Promise<void> {
  const { rows } = await sql<{ serial: string }>`select serial from issuance_intents
    where abandoned_at is null`.execute(ctx.db);
  assert.equal(rows.length, 1);
  const { serial } = rows[0]!;
  const storing = await transact(ctx.db, async (tx) => {
    await abandonIntent(tx, serial, ctx.clock.now());
    const outcome = completeIssuance(ctx, ours, { serial }).then(() => "stored", codeOf);
    const waits = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    for (let n = 0; n < 400 && (await waits.execute(ctx.db)).rows.length === 0; n++) await sleep(25);
    return { outcome };
  });
  assert.equal(await storing.outcome, "issuance-under-way");
  const stored = await sql`select from certificates where serial = ${serial}`.execute(ctx.db);
  assert.equal(stored.rows.length, 0, "no certificate of a serial that is on the list");
}

const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : String(error));

test("keys lost with their page are given up: their serials go on the list, their certificates never appear", async () => {
  const approved = await openApproved();
  await using _ = approved.world;
  const { ctx, orderId, jobs, clock } = approved;
  const accessToken = await confirmHolder(approved);
  const [first, second, third] = await Promise.all([newRequest(), newRequest(), newRequest()]);
  await assert.rejects(
    issueCertificate(dying(ctx), ours, { orderId, accessToken, request: first, by: holderOf(orderId) }),
    /killed/,
  );
  await assert.rejects(
    issueCertificate(dying(ctx), ours, { orderId, accessToken, request: second, by: holderOf(orderId) }),
    /killed/,
  );
  await storedWhileGivenUp(ctx);
  await assert.rejects(
    issueCertificate(ctx, ours, { orderId, accessToken, request: first, by: holderOf(orderId) }),
    (error) => codeOf(error) === "key-already-used",
  );
  const shared = await newRequest();
  await takenByAnOlderInstallation(ctx, orderId, shared);
  await assert.rejects(
    issueCertificate(ctx, ours, { orderId, accessToken, request: shared, by: holderOf(orderId) }),
    (error) => codeOf(error) === "key-already-used",
  );
  const issued = await issueCertificate(ctx, ours, { orderId, accessToken, request: third, by: holderOf(orderId) });
  clock.advance({ minutes: 1 });
  await jobs();
  assert.deepEqual((await issuedCertificateOf(ctx.db, orderId))?.serial, issued.serial);
  const { rows } = await sql<{ n: number }>`select count(*) as n from certificates`.execute(ctx.db);
  assert.equal(rows[0]?.n, 1);
  await keepCrls(ctx);
  assert.equal((await publishedCrl(ctx.db, "issuing"))?.entries, 2);

  // While the list of a revocation is signed, another process publishes the same number without it: the revoker looks again.
  const list = (await publishedCrl(ctx.db, "issuing"))!;
  let stale: Promise<unknown> | undefined;
  const open = (sealed: Uint8Array): Buffer => {
    stale ??= sql`insert into crls (authority_id, number, this_update, next_update, entries, crl)
      select authority_id, number + 1, this_update, next_update, entries, crl from crls
      where number = ${list.number} and entries = 2`.execute(ctx.db);
    return ctx.secrets.open(sealed);
  };
  const by = await person(ctx, approved.shop.raId, "39053344705", ["manager"]);
  const lost = { serial: issued.serial, reason: "superseded" as const, note: "Titular perdeu o arquivo" };
  await revokeCertificate({ ...ctx, secrets: { ...ctx.secrets, open } }, ours, { ...lost, by });
  await stale;
  const newest = (await publishedCrl(ctx.db, "issuing"))!;
  assert.deepEqual([newest.entries, newest.number], [3, list.number + 2], "on the list before anybody is answered");
});

test("eight windows with eight keys, and a manager who revokes what comes: one certificate, revoked, the others are told why not", async () => {
  const approved = await openApproved();
  await using _ = approved.world;
  const { ctx, orderId } = approved;
  const accessToken = await confirmHolder(approved);
  const requests = await Promise.all(Array.from({ length: 8 }, newRequest));
  const by = await person(ctx, approved.shop.raId, "39053344705", ["manager"]);
  const revokeWhatComes = async () => {
    let come = await issuedCertificateOf(ctx.db, orderId);
    for (; !come; come = await issuedCertificateOf(ctx.db, orderId)) await new Promise(setImmediate);
    await revokeCertificate(ctx, ours, {
      serial: come.serial,
      reason: "key-compromise",
      note: "Visto por outra pessoa",
      by,
    });
  };
  const revoking = revokeWhatComes();
  const outcomes = await Promise.allSettled(
    requests.map((request) => issueCertificate(ctx, ours, { orderId, accessToken, request, by: holderOf(orderId) })),
  );
  await revoking;
  const serials = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.serial] : []));
  assert.equal(new Set(serials).size, 1);
  for (const one of outcomes)
    if (one.status === "rejected")
      assert.match(codeOf(one.reason), /^(issuance-under-way|certificate-already-issued|issuance-not-due)$/);
  const { rows } = await sql<{ serial: string }>`select serial from certificates`.execute(ctx.db);
  assert.deepEqual(
    rows.map((row) => row.serial),
    [...new Set(serials)],
  );
  assert.ok((await issuedCertificateOf(ctx.db, orderId))?.revokedAt);
  // Every serial that may have been signed: the certificate's, and those given up for another window's key.
  const { rows: spent } = await sql<{ n: number }>`select count(*)::int as n from issuance_intents`.execute(ctx.db);
  assert.equal((await publishedCrl(ctx.db, "issuing"))?.entries, spent[0]?.n, "nothing lives that is on no list");
});

test("a type whose day has come is closed, without a serial spent", async () => {
  const approved = await openApproved();
  await using _ = approved.world;
  const { ctx, orderId } = approved;
  const accessToken = await confirmHolder(approved);
  await sql`update certificate_types set valid_until = '2026-11-23' where code = 'A1'`.execute(ctx.db);
  const request = await newRequest();
  await assert.rejects(
    issueCertificate(ctx, ours, { orderId, accessToken, request, by: holderOf(orderId) }),
    (error) => codeOf(error) === "certificate-type-closed",
  );
  const { rows } = await sql<{ n: number }>`select count(*) as n from issuance_intents`.execute(ctx.db);
  assert.equal(rows[0]?.n, 0);
});

test("without the code from the holder's e-mail nothing is issued; it counts only in the browser that asked", async () => {
  const approved = await openApproved();
  await using _ = approved.world;
  const { ctx, orderId, accessToken, jobs, clock } = approved;
  const request = await newRequest();
  const refused = (work: Promise<unknown>, code: string) => assert.rejects(work, (error) => codeOf(error) === code);
  const type = (code: string, token = accessToken) =>
    confirmIssuanceCode(ctx, { orderId, accessToken: token, code, by: holderOf(orderId) });
  await refused(
    issueCertificate(ctx, ours, { orderId, accessToken, request, by: holderOf(orderId) }),
    "issuance-not-confirmed",
  );
  await refused(type("000000"), "contact-code-expired");
  await requestIssuanceCode(ctx, { orderId, accessToken, by: holderOf(orderId), address: undefined });
  await jobs();
  const code = issuanceCode(approved);
  await refused(type(code, "another browser"), "contact-code-expired");
  for (let i = 0; i < 3; i++) await refused(type(code === "111111" ? "222222" : "111111"), "contact-code-wrong");
  await refused(type(code), "contact-code-worn-out");
  clock.advance({ hours: 1 });
  await requestIssuanceCode(ctx, { orderId, accessToken, by: holderOf(orderId), address: undefined });
  await jobs();
  // Ten guesses at one instant are three, and the right one among the late is none.
  const right = issuanceCode(approved);
  const guesses = await Promise.allSettled(
    [...Array.from({ length: 9 }, (_, n) => `9${n}0000`).filter((guess) => guess !== right), right].map((guess) =>
      type(guess),
    ),
  );
  const answers = guesses.map((one) => (one.status === "rejected" ? codeOf(one.reason) : "right"));
  assert.equal(
    answers.filter((answer) => answer === "contact-code-worn-out").length,
    guesses.length - 3,
    String(answers),
  );
  clock.advance({ hours: 1 });
  await requestIssuanceCode(ctx, { orderId, accessToken, by: holderOf(orderId), address: undefined });
  await jobs();
  const typed = await type(issuanceCode(approved));
  assert.notEqual(typed.accessToken, accessToken);
  await refused(
    issueCertificate(ctx, ours, { orderId, accessToken, request, by: holderOf(orderId) }),
    "issuance-not-confirmed",
  );
  const again = await type(issuanceCode(approved));
  assert.notEqual(again.accessToken, typed.accessToken, "a second press is no second code");
  clock.advance({ minutes: 1 });
  await refused(type(issuanceCode(approved)), "contact-code-expired");
  await refused(
    issueCertificate(ctx, ours, { orderId, accessToken: "another browser", request, by: holderOf(orderId) }),
    "issuance-not-confirmed",
  );
  // Another order looked up, another token: what was proven goes along, and leaving ends all of them.
  const { number } = (await orderById(ctx.db, orderId))!;
  const lookup = { number: number!, taxpayerId: "52998224725", address: "192.0.2.1", accessToken: again.accessToken };
  const last = (await findOrder(ctx, lookup)).accessToken;
  assert.ok(await issueCertificate(ctx, ours, { orderId, accessToken: last, request, by: holderOf(orderId) }));
});
