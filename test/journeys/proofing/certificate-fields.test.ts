import assert from "node:assert/strict";
import { test } from "node:test";
import { certificateRequest, newKeyPair } from "../../../src/browser/key-ceremony/key-ceremony.ts";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { reviewPaper } from "../../../src/documents/papers/review-paper.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { issueCertificate } from "../../../src/issuance/certificates/issue-certificate.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { readCertificate } from "../../../src/pki/certificates/certificate-reader.ts";
import { toPem } from "../../../src/pki/der/pem.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Failure } from "../../../src/platform/failures/failure.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { writtenFields } from "../../../src/proofing/fields/certificate-fields-reads.ts";
import { writeField } from "../../../src/proofing/script/write-field.ts";
import { ours } from "../../kit/authorities.ts";
import { judge, newScratch } from "../../kit/pki-world.ts";
import { refused } from "../../kit/refused.ts";
import { person, recordUntilNow, type Sitting } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { confirmHolder, openApproved } from "../../pki/pki-approved.ts";

const password = "cavalo bateria grampo";
/** The agent at the desk, in a browser. */
async function atDesk({ ctx, agent }: Sitting) {
  const { invitationToken } = await openAgentLink(ctx, { agentId: agent.id, by: "installation" });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const app = await openDoor(ctx, [(door) => deskPages(door, { ctx })]);
  const desk = visitor(app);
  await desk.open("/desk/entrar");
  const { email } = (await agentById(ctx.db, agent.id))!;
  await desk.send("/desk/entrar", { email, password });
  return { desk, close: () => app.close() };
}

/** What happens at the desk between the script and the decision. */
async function copyFromPapers(sitting: Sitting, proofingId: string): Promise<void> {
  const { ctx, agent, roomId, orderId, clock } = sitting;
  const papers = await papersOf(ctx.db, orderId);
  const [contract, identity] = ["company", "identity"].map((kind) => papers.find((one) => one.kind === kind)!.id);
  const approve = { proofingId, outcome: "approved" as const, reason: "", note: "", by: agent };
  await assert.rejects(validateProofing(ctx, approve), (error) => {
    assert.ok(refused("proofing-incomplete")(error), String(error));
    assert.deepEqual((error as Failure).details["lacks"], [{ kind: "seat" }]);
    return true;
  });

  const written = { content: { state: "SP", city: "SAO PAULO" }, paperId: contract! };
  const seat = { proofingId, field: "seat" as const, written, by: agent };
  const stranger = await person(ctx, sitting.shop.raId, "11144477735", ["agent"]);
  await assert.rejects(writeField(ctx, { ...seat, by: stranger }), refused("not-allowed"));
  await assert.rejects(writeField(ctx, { ...seat, field: "voter-title" }), refused("not-found"));
  await sql`update papers set verdict = 'refused', reason = 'paper-encrypted' where id = ${contract!}`.execute(ctx.db);
  await assert.rejects(writeField(ctx, seat), refused("field-unproven"));
  await sql`update papers set verdict = 'accepted', reason = null where id = ${contract!}`.execute(ctx.db);

  const { desk, close } = await atDesk(sitting);
  const address = `/desk/atendimento/${roomId}`;
  await desk.open(`${address}?papel=${contract}`);
  assert.match(desk.page.text, /Copiar deste documento para o certificado[\s\S]*falta a sede/);
  assert.match(desk.page.text, /Copiar a cidade e o estado da empresa/);
  const form = { field: "seat", papel: contract! };
  const wrong = await desk.send(`${address}/campos`, {
    ...form,
    "seat-city": "王",
    "seat-state": "SP",
  });
  assert.equal(wrong.status, 422);
  assert.match(desk.page.text, /Escreva a cidade como no cartão do CNPJ/);
  await desk.send(`${address}/campos`, { ...form, "seat-city": "São Paulo", "seat-state": "SP" });
  assert.match(desk.page.text, /SAO PAULO SP/);
  const fieldsNow = async () => (await writtenFields(ctx.db, orderId)).map(({ field }) => field);
  for (const outcome of ["refused", "accepted"] as const) {
    clock.advance({ seconds: 1 });
    const note = outcome === "refused" ? "Falta a última alteração." : "";
    await reviewPaper(ctx, { paperId: contract!, kind: "company", outcome, note }, agent);
    assert.deepEqual(await fieldsNow(), outcome === "accepted" ? ["seat"] : [], "with the paper its proof is gone");
  }
  await desk.open(`${address}?papel=${identity}`);
  for (const typed of [
    { field: "nis", papel: identity!, "nis-number": "123.45678.91-9" },
    {
      field: "identity",
      papel: identity!,
      "identity-number": "12.345.678-X",
      "identity-issuer": "ssp",
      "identity-state": "SP",
    },
    { field: "cei", papel: identity!, "cei-number": "123456789012" },
  ] as Record<string, string>[]) {
    clock.advance({ seconds: 1 });
    await desk.send(`${address}/campos`, typed);
    assert.deepEqual(desk.errors(), []);
  }
  clock.advance({ seconds: 1 });
  await desk.send(`${address}/campos`, { field: "cei", tirar: "sim" });
  assert.deepEqual(
    (await writtenFields(ctx.db, orderId)).map(({ field, paperId }) => [field, paperId === contract]),
    [
      ["seat", true],
      ["nis", false],
      ["identity", false],
    ],
  );
  await recordUntilNow(ctx, roomId);
  await close();
}

test("an e-CNPJ bears its city and state, and what was copied from papers, each with its proof; after the decision nothing is copied", async () => {
  const approved = await openApproved({ company: true, beforeDecision: copyFromPapers });
  await using _ = approved.world;
  const { ctx, orderId, agent } = approved;
  const { rows } = await sql<{ id: string }>`select id from proofings where order_id = ${orderId}`.execute(ctx.db);
  const late = { proofingId: rows[0]!.id, field: "nis" as const, written: undefined, by: agent };
  await assert.rejects(writeField(ctx, late), refused("proofing-decided"));
  await assert.rejects(sql`delete from certificate_fields`.execute(ctx.db), /append-only/);

  const accessToken = await confirmHolder(approved);
  const request = await certificateRequest(await newKeyPair());
  const issued = await issueCertificate(ctx, ours, { orderId, accessToken, request, by: holderOf(orderId) });
  const read = readCertificate(issued.certificate);
  assert.deepEqual([read.state, read.city, read.commonName], ["SP", "SAO PAULO", "PADARIA SOL:12ABC34501DE35"]);
  assert.equal(read.otherNames.get("2.16.76.1.3.4"), `2802199052998224725${"12345678919"}${"00000012345678X"}SSPSP`);
  assert.equal(read.otherNames.get("2.16.76.1.3.7"), "0".repeat(12), "taken back");
  const scratch = newScratch();
  try {
    const file = scratch.write("ecnpj.pem", toPem("CERTIFICATE", issued.certificate));
    const subject = judge("openssl", "x509", "-in", file, "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb,utf8");
    assert.match(subject, /CN=PADARIA SOL:12ABC34501DE35,OU=Certificado PJ A1,.*,L=SAO PAULO,ST=SP,O=ICP-Brasil,C=BR/);
  } finally {
    scratch.remove();
  }
});
