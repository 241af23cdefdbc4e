import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../src/audit/audit-views.ts";
import { rulePackById } from "../../src/catalog/catalog-views.ts";
import { completeStep } from "../../src/proofing/complete-step.ts";
import { approvalLacks } from "../../src/proofing/proofing.ts";
import { proofingById, roomFacts } from "../../src/proofing/proofing-views.ts";
import { startProofing } from "../../src/proofing/start-proofing.ts";
import { closeRoom } from "../../src/rooms/close-room.ts";
import { noteRecordings } from "../../src/rooms/note-recordings.ts";
import { headVerifies } from "../../src/rooms/recording-head.ts";
import { headsOf, roomById, stillsOf } from "../../src/rooms/rooms-views.ts";
import { signHeads } from "../../src/rooms/sign-heads.ts";
import { consent, openSitting, recordUntilNow, takeStill, walkScript } from "../sitting.ts";

const zero = "00".repeat(32);

test("a break above the limit voids the session: consent anew, what was kept stays, then approval is possible", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, orderId, agent, admit } = sitting;
  await admit();
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await walkScript(sitting, proofingId);
  const { content } = (await rulePackById(ctx.db, (await proofingById(ctx.db, proofingId))!.rulePackId))!;
  const limitMs = content.room.maxGapSeconds * 1000;
  const lacks = async () => {
    const [proofing, facts] = [await proofingById(ctx.db, proofingId), await roomFacts(ctx.db, roomId)];
    return approvalLacks(content, proofing!, facts, [], ctx.clock.now());
  };
  assert.deepEqual(await lacks(), []);
  let chunks = 0;
  const back = async (segment: number) => {
    const at = ctx.clock.now();
    const note = { roomId, segment, chunks: ++chunks, bytes: 2000, head: zero, at, startedAt: at };
    return noteRecordings(ctx, [
      { ...note, member: "applicant" },
      { ...note, member: "agent" },
    ]);
  };

  clock.advance({ seconds: content.room.maxGapSeconds });
  assert.deepEqual(await back(1), [], "a break as long as the limit is allowed");
  clock.advance({ seconds: content.room.maxGapSeconds + 1 });
  const [voided, ...more] = await back(2);
  assert.deepEqual(more, [], "one break, one void session, though both were away");
  assert.deepEqual([voided!.gapMs, voided!.limitMs, voided!.number], [limitMs + 1000, limitMs, 2]);
  const room = (await roomById(ctx.db, roomId))!;
  assert.deepEqual([room.consentedAt, room.session!.number], [null, 2]);
  assert.equal((await stillsOf(ctx.db, roomId)).length > 0, true, "stills are kept");
  assert.deepEqual(await lacks(), [{ kind: "step", step: "consent", title: titleOf("consent") }]);

  clock.advance({ seconds: 5 });
  await back(2);
  await consent(sitting);
  await completeStep(ctx, { proofingId, step: "consent", claim: { spoken: true }, by: agent });
  assert.deepEqual(await lacks(), [], "nothing but the consent is asked again");
  const acts = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "session.voided");
  assert.equal(acts.length, 1);

  function titleOf(step: string): string {
    return content.script.steps.find(({ key }) => key === step)!.title;
  }
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
