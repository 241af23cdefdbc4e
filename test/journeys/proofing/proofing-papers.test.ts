import assert from "node:assert/strict";
import { test } from "node:test";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { reviewPaper } from "../../../src/documents/papers/review-paper.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { sql } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { acceptPaper, jpegOf, openSitting, walkScript } from "../../kit/sitting.ts";

test("no approval with a paper that nobody checked, or that was refused: by rule and by SQL; then it is accepted", async () => {
  const sitting = await openSitting();
  await using _ = sitting.world;
  const { ctx, clock, roomId, orderId, agent } = sitting;
  const paper = (await papersOf(ctx.db, orderId)).find(({ side }) => side === "back");
  const { proofingId } = await startProofing(ctx, { roomId, by: agent });
  await sitting.admit();
  await walkScript(sitting, proofingId);
  const approve = () => validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
  const lacks = async (isHere: boolean) =>
    assert.rejects(approve(), (error) => {
      assert.ok(error instanceof Failure, String(error));
      const title = "Documento de identidade com foto: verso";
      assert.deepEqual(error.details["lacks"], [{ kind: "paper", title, isHere }]);
      return true;
    });
  const inSql = () =>
    sql`insert into validations (proofing_id, agent_id, agent_cpf, outcome, validated_at)
      values (${proofingId}, ${agent.id}, ${agent.cpf}, 'approved', ${clock.now()})`.execute(ctx.db);
  const unaccepted = /an approval with a paper that nobody accepted/;

  await sql`delete from paper_reviews where paper_id = ${paper!.id}`.execute(ctx.db);
  await lacks(true);
  await assert.rejects(inSql(), unaccepted);
  clock.advance({ seconds: 1 });
  const review = { paperId: paper!.id, kind: "identity" };
  await reviewPaper(ctx, { ...review, outcome: "refused", note: "Falta o verso." }, agent);
  await lacks(false);
  await assert.rejects(inSql(), unaccepted);
  clock.advance({ seconds: 1 });
  await reviewPaper(ctx, { ...review, kind: "other", outcome: "accepted", note: "" }, agent);
  await lacks(false);
  await assert.rejects(inSql(), unaccepted, "accepted as something else");
  clock.advance({ seconds: 1 });
  await acceptPaper(ctx, paper!.id, agent);

  // A row is all that it takes to ask a paper for one product, or for another.
  const asked = (id: string, productId: string, title: string) =>
    sql`insert into paper_requirements (id, product_id, person, kind, position, title, advice, valid_from)
      select ${id}, id, person, 'proof-of-income', 9, ${title}, '', '2020-01-01' from products where id = ${productId}`;
  const [own, another] = ["01900000-0000-7000-8000-0000000000f1", "01900000-0000-7000-8000-0000000000f2"];
  await asked(another, sitting.shop.companyId, "Balanço da empresa").execute(ctx.db);
  await asked(own, sitting.shop.productId, "Comprovante de renda").execute(ctx.db);
  await assert.rejects(approve(), (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.deepEqual(error.details["lacks"], [{ kind: "paper", title: "Comprovante de renda", isHere: false }]);
    return true;
  });
  await assert.rejects(inSql(), unaccepted, "asked of this product");
  const income = [{ name: "renda.jpg", content: await jpegOf("#446622"), kind: "proof-of-income" }];
  await receiveUpload(ctx, { orderId, files: income, by: holderOf(orderId) });
  const proof = (await papersOf(ctx.db, orderId)).find(({ fileName }) => fileName === "renda.jpg")!;
  await acceptPaper(ctx, proof.id, agent, "proof-of-income");

  const files = [{ name: "interdicao.jpg", content: await jpegOf("#226644"), kind: "other" }];
  await receiveUpload(ctx, { orderId, files, by: holderOf(orderId) });
  const extra = (await papersOf(ctx.db, orderId)).find(({ fileName }) => fileName === "interdicao.jpg")!;
  await assert.rejects(approve(), (error) => {
    assert.ok(error instanceof Failure, String(error));
    const title = "Outro documento: interdicao.jpg";
    assert.deepEqual(error.details["lacks"], [{ kind: "paper", title, isHere: true }]);
    return true;
  });
  await reviewPaper(ctx, { paperId: extra.id, kind: "other", outcome: "accepted", note: "" }, agent);
  await approve();
});
