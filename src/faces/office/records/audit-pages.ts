import type { FastifyInstance } from "fastify";
import { verifyChain } from "../../../audit/audit-chain.ts";
import { readChain } from "../../../audit/audit-reads.ts";
import { officeAuditPath } from "../../../contract/office-addresses.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { sendPage } from "../../page.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { AuditView } from "./audit-view.tsx";

/** `/office/auditoria`: a chain of the AR, of the installation or of one of the AR's orders, checked as it is shown. */
export function auditPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  /** The chain's name on the page. Refuses not-found for whatever is not this AR's to read. */
  const titleOf = async ({ who, ra }: OfficeFrame, chain: string): Promise<string> => {
    if (chain === `ar:${who.raId}`) return ra.name;
    if (chain === "installation") return "Instalação";
    const id = /^order:([0-9a-f-]{36})$/.exec(chain)?.[1];
    const order = id && (await orderById(ctx.db, id));
    if (!order || order.raId !== who.raId) throw new Failure("not-found");
    return `Pedido ${order.number ?? "em rascunho"}`;
  };

  app.get<{ Querystring: { cadeia?: string } }>(officeAuditPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const chain = request.query.cadeia ?? `ar:${frame.who.raId}`;
    const title = await titleOf(frame, chain);
    const entries = await readChain(ctx.db, chain);
    return sendPage(reply, AuditView({ frame, chain, title, entries, verdict: verifyChain(entries) }));
  });
}
