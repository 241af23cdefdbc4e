import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { rulePackAt, rulePackById } from "../../../src/catalog/catalog-reads.ts";
import { putRulePack } from "../../../src/catalog/put-rule-pack.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { approvalLacks, stepsLacking } from "../../../src/proofing/proofing.ts";
import { proofingById, roomFacts } from "../../../src/proofing/proofing-reads.ts";
import { completeStep } from "../../../src/proofing/script/complete-step.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { headVerifies } from "../../../src/rooms/recordings/recording-head.ts";
import { headsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { signHeads } from "../../../src/rooms/recordings/sign-heads.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { stillsOf } from "../../../src/rooms/stills/still-reads.ts";
import { refused } from "../../kit/refused.ts";
import { comeBack, openSitting, recordUntilNow, takeStill, walkScript } from "../../kit/sitting.ts";

const zero = "00".repeat(32);

/** A sitting with its whole script done, and what its approval lacks at any time. */
async function openWalked() {
  const sitting = await openSitting();
  const { ctx, roomId, agent, admit } = sitting;
  await admit();
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await walkScript(sitting, proofingId);
  const { content } = (await rulePackById(ctx.db, (await proofingById(ctx.db, proofingId))!.rulePackId))!;
  const lacks = async () => {
    const [proofing, facts] = [await proofingById(ctx.db, proofingId), await roomFacts(ctx.db, roomId)];
    return approvalLacks(content, proofing!, facts, [], ctx.clock.now());
  };
  assert.deepEqual(await lacks(), []);
  const steps = content.script.steps.map(({ key: step, title }) => ({ kind: "step" as const, step, title }));
  const approve = () => validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  return { ...sitting, proofingId, content, lacks, steps, approve, limit: content.room.maxGapSeconds };
}

test("a break above the limit voids the session: the script anew, what was kept stays, then approval is possible", async () => {
  const sitting = await openWalked();
  await using _ = sitting.world;
  const { ctx, clock, roomId, orderId, proofingId, lacks, steps, limit } = sitting;
  clock.advance({ seconds: limit });
  assert.deepEqual(await comeBack(ctx, roomId, ["applicant", "agent"]), [], "a break as long as the limit is allowed");
  clock.advance({ seconds: limit + 1 });
  const [voided, ...more] = await comeBack(ctx, roomId, ["applicant", "agent"]);
  assert.deepEqual(more, [], "one break, one void session, though both were away");
  assert.deepEqual([voided!.gapMs, voided!.limitMs, voided!.number], [limit * 1000 + 1000, limit * 1000, 2]);
  const room = (await roomById(ctx.db, roomId))!;
  assert.deepEqual([room.consentedAt, room.session!.number], [null, 2]);
  assert.equal((await stillsOf(ctx.db, roomId)).length > 0, true, "stills are kept");
  assert.deepEqual((await lacks()).slice(0, steps.length), steps, "no step stays ticked");

  clock.advance({ seconds: 5 });
  await recordUntilNow(ctx, roomId);
  const [old] = (await stillsOf(ctx.db, roomId)).filter(({ kind }) => kind === "face");
  const again = { proofingId, step: "face", claim: { stillId: old!.id }, by: sitting.agent };
  await assert.rejects(completeStep(ctx, again), refused("still-missing"), "a picture of the void session");
  await walkScript(sitting, proofingId);
  assert.deepEqual(await lacks(), []);
  await sitting.approve();
  const acts = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "session.voided");
  assert.equal(acts.length, 1);
});

test("a break that hits both sides: whoever comes back second makes nothing void, and the work done then is approved", async () => {
  for (const lateSeconds of [0.6, 2, 40]) {
    const sitting = await openWalked();
    await using _ = sitting.world;
    const { ctx, clock, roomId, proofingId, lacks, steps, limit } = sitting;
    clock.advance({ seconds: limit + 60 });
    assert.equal((await comeBack(ctx, roomId, ["agent"])).length, 1, "told when the desk is back");
    clock.advance({ seconds: lateSeconds });
    await recordUntilNow(ctx, roomId, 0, ["agent"]);
    assert.equal((await roomById(ctx.db, roomId))!.session!.countsFrom, null, "the phone is away");
    assert.deepEqual(await comeBack(ctx, roomId, ["applicant"]), []);
    const { session } = (await roomById(ctx.db, roomId))!;
    assert.deepEqual([session!.number, session!.countsFrom], [2, clock.now()]);
    assert.deepEqual((await lacks()).slice(0, steps.length), steps);
    await walkScript(sitting, proofingId);
    assert.deepEqual(await lacks(), [], `${lateSeconds} s after the desk`);
    await sitting.approve();
  }
});

test("the pack says what a void session leaves done; the consent is asked again all the same", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, agent, shop } = sitting;
  const { content } = await rulePackAt(ctx.db, shop.raId, clock.now());
  const script = { ...content.script, keptAfterBreak: ["consent", "questions", "face"] };
  const pack = { raId: shop.raId, name: "kept", validFrom: clock.now(), content: { ...content, script } };
  await putRulePack(ctx, { by: "installation", ...pack });
  await sitting.admit();
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await walkScript(sitting, proofingId);
  clock.advance({ seconds: content.room.maxGapSeconds + 1 });
  await comeBack(ctx, roomId, ["applicant", "agent"]);
  clock.advance({ seconds: 5 });
  await recordUntilNow(ctx, roomId);
  const { session } = (await roomById(ctx.db, roomId))!;
  const lacking = stepsLacking(pack.content, (await proofingById(ctx.db, proofingId))!, session);
  const kept = new Set(["questions", "face"]);
  assert.deepEqual(
    lacking.map((lack) => "step" in lack && lack.step),
    script.steps.map(({ key }) => key).filter((key) => !kept.has(key)),
  );
  await walkScript(sitting, proofingId);
  await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
});

test("the holder hangs up when everything is done: the agent ends the call and decides by what was recorded", async () => {
  const sitting = await openWalked();
  await using _ = sitting.world;
  const { ctx, clock, roomId, agent, lacks, run } = sitting;
  clock.advance({ seconds: 12 });
  await recordUntilNow(ctx, roomId, 0, ["agent"]);
  assert.deepEqual(await lacks(), [{ kind: "recording", fault: "silent" }]);
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  clock.advance({ seconds: 60 });
  assert.deepEqual(await lacks(), []);
  await sitting.approve();
});

test("heads are signed while the call runs; the report lets anybody judge the recording", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, orderId, agent, admit, run } = sitting;
  await admit();
  await signHeads(ctx, { roomIds: [roomId] });
  await signHeads(ctx, { roomIds: [roomId] });
  assert.equal((await headsOf(ctx.db, roomId)).length, 2, "what has not grown is not signed again");
  clock.advance({ seconds: 30 });
  await recordUntilNow(ctx, roomId, 31);
  await signHeads(ctx, { roomIds: [roomId] });
  clock.advance({ seconds: 2 });
  await recordUntilNow(ctx, roomId, 33);
  await takeStill(sitting, "face");
  const [still] = await stillsOf(ctx.db, roomId);
  assert.deepEqual([still!.recorded!.offsetMs, still!.recorded!.head], [32_000, zero]);
  assert.deepEqual(still!.faults, ["small", "blurred"], "a plain colour shows nothing");
  assert.ok(still!.measures.light > 100 && still!.measures.glare === 0);

  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const { rows } = await ctx.db.executeQuery<{ report_hash: string }>(
    ctx.db.selectFrom("rooms").select("report_hash").where("id", "=", roomId).compile(),
  );
  const report = JSON.parse((await ctx.blobs.read(orderId, rows[0]!.report_hash)).toString());
  assert.equal(report.format, "confere-recording-report/1");
  assert.deepEqual(report.members, ["applicant", "agent"]);
  assert.equal(report.heads.length, 6, "two at once, two after half a minute, two at the close");
  for (const head of report.heads)
    assert.equal(headVerifies({ ...head, at: new Date(head.at) }, report.publicKey), true, JSON.stringify(head));
  const [first] = report.heads;
  assert.equal(headVerifies({ ...first, at: new Date(first.at), head: "11".repeat(32) }, report.publicKey), false);
  await assert.rejects(
    ctx.db.updateTable("recording_heads").set({ bytes: 1 }).where("room_id", "=", roomId).execute(),
    "a signed head cannot be rewritten",
  );
});
