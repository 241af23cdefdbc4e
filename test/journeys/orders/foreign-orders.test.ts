import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { confirmIssuanceCode } from "../../../src/issuance/certificates/confirm-issuance-code.ts";
import { requestIssuanceCode } from "../../../src/issuance/certificates/request-issuance-code.ts";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import { confirmContact } from "../../../src/orders/contact/confirm-contact.ts";
import { requestContactCode } from "../../../src/orders/contact/request-contact-code.ts";
import { answerBiometrics } from "../../../src/orders/draft/answer-biometrics.ts";
import { describeApplicant } from "../../../src/orders/draft/describe-applicant.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { holderOf, type OrderPrincipal } from "../../../src/orders/order-principal.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { keepReadiness } from "../../../src/rooms/readiness/keep-readiness.ts";
import { extendHold } from "../../../src/scheduling/appointments/extend-hold.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { goodPdf } from "../../kit/pdf-samples.ts";
import { listener, maria, openShop, placedOrder, readyDraft } from "../../kit/shop.ts";
import { person } from "../../kit/sitting.ts";
import { createWorld } from "../../kit/world.ts";

test("nobody acts on a foreign order, whatever the door let through, and nothing is written", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  const { productId } = await openShop(ctx);
  const elsewhere = await openShop(ctx);
  const draft = (await readyDraft(ctx, productId, maria, ear, run)).orderId;
  const { orderId } = await placedOrder(ctx, productId, maria, ear, run);
  const startsAt = new Date(ctx.clock.now().getTime() + 48 * 3_600_000);
  await holdSlot(ctx, { orderId, startsAt, by: holderOf(orderId) });
  const chains = async () => [
    ...(await readChain(ctx.db, `order:${draft}`)),
    ...(await readChain(ctx.db, `order:${orderId}`)),
  ];
  const before = await chains();

  const findings = {} as Parameters<typeof keepReadiness>[1]["findings"];
  const accessToken = "of-another-browser";
  const acts: Record<string, (by: OrderPrincipal) => Promise<unknown>> = {
    answerBiometrics: (by) => answerBiometrics(ctx, { orderId: draft, biometricsOnFile: false, by }),
    describeApplicant: (by) => describeApplicant(ctx, { orderId: draft, data: maria, by }),
    requestContactCode: (by) => requestContactCode(ctx, { orderId: draft, channel: "email", by, address: undefined }),
    confirmContact: (by) => confirmContact(ctx, { orderId: draft, channel: "email", code: "123456", by }),
    placeOrder: (by) => placeOrder(ctx, { orderId: draft, by }),
    openCharge: (by) => openCharge(ctx, simulatedBank(), { orderId, by }),
    holdSlot: (by) => holdSlot(ctx, { orderId, startsAt, by }),
    extendHold: (by) => extendHold(ctx, { orderId, by }),
    bookAppointment: (by) => bookAppointment(ctx, { orderId, startsAt, by }),
    rescheduleAppointment: (by) => rescheduleAppointment(ctx, { orderId, startsAt, by }),
    receiveUpload: (by) =>
      receiveUpload(ctx, {
        orderId,
        files: [{ name: "a.pdf", content: goodPdf() }],
        by,
      }),
    keepReadiness: (by) => keepReadiness(ctx, { orderId, findings, by }),
    requestIssuanceCode: (by) => requestIssuanceCode(ctx, { orderId, accessToken, by, address: undefined }),
    confirmIssuanceCode: (by) => confirmIssuanceCode(ctx, { orderId, accessToken, code: "123456", by }),
    cancelOrder: (by) => cancelOrder(ctx, { orderId, reason: "não é meu", come: "neither", by }),
  };
  const strangers = [holderOf(), await person(ctx, elsewhere.raId, "39053344705", ["agent", "manager"])];
  for (const [name, act] of Object.entries(acts))
    for (const stranger of strangers)
      await assert.rejects(act(stranger), (error) => {
        assert.ok(error instanceof Failure, `${name}: ${String(error)}`);
        assert.ok(["not-found", "hold-over"].includes(error.code), `${name}: ${error.code}`);
        return true;
      });
  assert.deepEqual(await chains(), before);
});
