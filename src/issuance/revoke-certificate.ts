import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-views.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import type { RevocationReason } from "../pki/revocation-list.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { announce, enqueue } from "../platform/jobs.ts";
import { insertRevocation } from "./certificate-store.ts";
import { mayRevoke } from "./issuance.ts";
import { issuedCertificateBySerial } from "./issuance-views.ts";

/**
 * Revokes a certificate for good and has the lists published at once (DOC-ICP-05 4.9).
 * Failures: not-found, not-allowed, certificate-already-revoked.
 */
export async function revokeCertificate(
  ctx: Context,
  command: { serial: string; reason: RevocationReason; note: string; by: AgentPrincipal },
): Promise<void> {
  const { reason, note, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const issued = await issuedCertificateBySerial(tx, command.serial);
    const order = issued && (await orderById(tx, issued.orderId));
    if (!issued || !order) throw new Failure("not-found");
    if (!mayRevoke(by, order.raId)) throw new Failure("not-allowed");
    const { serial, orderId } = issued;
    if (!(await insertRevocation(tx, { serial, reason, note: note.trim(), by: actorOf(by) }, now)))
      throw new Failure("certificate-already-revoked");
    await enqueue(tx, "issuance.publish-crls", {}, { key: "next" });
    await record(
      tx,
      { chain: `order:${orderId}`, act: "certificate.revoked", actor: actorOf(by), details: { serial, reason } },
      now,
    );
    await announce(tx, "certificate.revoked", { orderId, serial, reason });
  });
}
