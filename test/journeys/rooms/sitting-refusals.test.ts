import assert from "node:assert/strict";
import { test } from "node:test";
import { deskCaseQuestionsPath } from "../../../src/contract/desk-addresses.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { requestIssuanceCode } from "../../../src/issuance/certificates/request-issuance-code.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { sql } from "../../../src/platform/database.ts";
import { newId } from "../../../src/platform/ids.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { ProofingFailure } from "../../../src/proofing/proofing-failures.ts";
import { drawQuestions } from "../../../src/proofing/script/draw-questions.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { openRecording } from "../../../src/rooms/recordings/open-recording.ts";
import { recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { enterLobby } from "../../../src/rooms/sitting/enter-lobby.ts";
import { joinMedia } from "../../../src/rooms/sitting/join-media.ts";
import { refused } from "../../kit/refused.ts";
import { openSitting, person, walkScript, watchAll } from "../../kit/sitting.ts";
import { facesOf, sitDown } from "../../kit/watch-story.ts";

test("a room before its time, a call that the media cannot take, and no certificate yet that could be revoked", async () => {
  const { world, ctx, clock, roomId, orderId, accessToken, agent, media } = await openSitting();
  await using _ = world;
  const unable = {
    ...media,
    join: async () => Promise.reject(Object.assign(new Error("full"), { reason: "unavailable" })),
  };
  const visitor = { member: "agent", agent } as const;
  const joining = { roomId, visitor, offer: "v=0", attempt: 1, transport: "udp" } as const;
  await assert.rejects(joinMedia(ctx, unable, joining), refused("room-media-unavailable"));

  const by = holderOf(orderId);
  const asked = { orderId, accessToken, by, address: undefined, purpose: "revocation" } as const;
  await assert.rejects(requestIssuanceCode(ctx, asked), refused("revocation-not-due"));

  clock.advance({ hours: -1 });
  const knock = enterLobby(ctx, { roomId, orderId, name: "Maria da Silva", deviceTest: {} });
  await assert.rejects(knock, refused("room-early"));
});

test("what the desk refuses of a sitting: not begun, a film that still runs, an order approved already", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, agent, roomId, run, shop } = sitting;
  const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
  await using app = await openDoor(ctx, routesOf(facesOf(ctx)));
  const early = await app.inject({
    method: "POST",
    url: deskCaseQuestionsPath(roomId),
    headers: {
      cookie: `confere_agente=${await sitDown(ctx, agent)}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: "",
  });
  assert.equal(early.statusCode, 409);
  assert.ok(early.payload.includes(new ProofingFailure("proofing-not-started").title));

  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  const [running] = await recordingsOf(ctx.db, roomId);
  await assert.rejects(openRecording(ctx, running!.id), refused("recording-not-ready"));

  await walkScript(sitting, proofingId);
  const approve = { proofingId, outcome: "approved", reason: "", note: "" } as const;
  await validateProofing(ctx, { ...approve, by: agent });
  await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
  await run();
  const checks = await watchAll(sitting, proofingId, verifier);
  await verifyProofing(ctx, { ...approve, checks, by: verifier });
  // A second room of the same order that stands open: made by hand, since an approved order is given none.
  await sql`update rooms set closed_at = null, closed_reason = null where id = ${roomId}`.execute(ctx.db);
  await assert.rejects(startProofing(ctx, { roomId, by: agent }), refused("proofing-already-approved"));
});

test("rules that ask for more right answers than there are questions draw none", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, agent, roomId } = sitting;
  await sql`insert into rule_packs (id, ra_id, name, valid_from, created_at, content)
    select ${newId(clock.now().getTime())}, ra_id, 'too much', ${clock.now()}, ${clock.now()},
      jsonb_set(content, '{script,questions,pass}', '99') from rule_packs order by valid_from desc limit 1`.execute(
    ctx.db,
  );
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await assert.rejects(drawQuestions(ctx, { proofingId, by: agent }), refused("questions-too-few"));
});
