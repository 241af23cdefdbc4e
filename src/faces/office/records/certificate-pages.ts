import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  officeCertificateDestructionSealPath,
  officeCertificateDestructionTextPath,
  officeCertificateKeepingPath,
  officeCertificatePath,
  officeCertificateReleasePath,
  officeCertificateRevocationPath,
  officeCertificatesPath,
} from "../../../contract/office-addresses.ts";
import {
  certificatesOfRa,
  issuedCertificateBySerial,
  paidTimeOf,
  reasonsOfferedOn,
} from "../../../issuance/certificates/issuance-reads.ts";
import { revokeCertificate } from "../../../issuance/certificates/revoke-certificate.ts";
import { holdRetention, liftRetentionHold } from "../../../issuance/retention/hold-retention.ts";
import { destructionOf, retentionOf } from "../../../issuance/retention/retention-reads.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import { type RevocationReason, revocationReasons } from "../../../pki/certificates/revocation-list.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { CertificateListView, CertificateView } from "./certificate-view.tsx";

const revokeForm = z.object({
  razao: z.enum(
    Object.keys(revocationReasons) as [RevocationReason, ...RevocationReason[]],
    "Escolha o motivo da revogação.",
  ),
  motivo: z.string().trim().max(1000, "Texto longo demais."),
  certeza: z.literal("sim", "Marque que você quer revogar: isto não se desfaz."),
});

const holdForm = z.object({ guarda: z.string().max(1000, "Texto longo demais.").default("") });

type Address = { Params: { serial: string } };

/** `/office/certificados`: what was issued for the AR's holders, what is revoked and why; a manager revokes. */
export function certificatePages(app: FastifyInstance, { ctx, authorities }: OfficeDeps): void {
  const view = async (frame: OfficeFrame, serial: string, errors?: FormErrors, values?: FormValues) => {
    const issued = await issuedCertificateBySerial(ctx.db, serial);
    const order = issued && (await orderById(ctx.db, issued.orderId));
    if (!issued || order?.raId !== frame.who.raId) throw new Failure("not-found");
    const day = dayInBrazil(issued.revokedAt ?? frame.now);
    const said = issued.revokedBy?.kind === "applicant" ? "holder" : "authority";
    const reasons = await reasonsOfferedOn(ctx.db, issued.revokedAt ? said : "authority", day);
    const paidUntil = await paidTimeOf(ctx.db, order.id);
    const retention = await retentionOf(ctx.db, order.id, frame.now);
    return CertificateView({ frame, issued, order, reasons, paidUntil, retention, errors, values });
  };

  const hold = ({ route }: { route: string }, act: typeof holdRetention) =>
    app.post<Address>(route, async (request, reply) => {
      const frame = await officeFrame(ctx, request);
      const { serial } = request.params;
      return answerForm(
        reply,
        holdForm,
        request.body,
        async ({ guarda: reason }) => {
          const issued = await issuedCertificateBySerial(ctx.db, serial);
          if (!issued) throw new Failure("not-found");
          await act(ctx, { orderId: issued.orderId, reason, by: frame.who });
          return reply.redirect(`${officeCertificatePath(serial)}#provas`, 303);
        },
        (errors, values) => view(frame, serial, errors, values),
        { "hold-reason-missing": "guarda" },
      );
    });
  hold(officeCertificateKeepingPath, holdRetention);
  hold(officeCertificateReleasePath, liftRetentionHold);

  for (const [ending, { route }] of [
    ["txt", officeCertificateDestructionTextPath],
    ["p7s", officeCertificateDestructionSealPath],
  ] as const)
    app.get<Address>(route, async (request, reply) => {
      const { who } = await officeFrame(ctx, request);
      const issued = await issuedCertificateBySerial(ctx.db, request.params.serial);
      const order = issued && (await orderById(ctx.db, issued.orderId));
      const destroyed = order?.raId === who.raId ? await destructionOf(ctx.db, order.id) : undefined;
      if (!order || !destroyed) throw new Failure("not-found");
      reply.header("content-disposition", `attachment; filename="destruicao-${order.number}.${ending}"`);
      if (ending === "txt") return reply.type("application/json; charset=utf-8").send(destroyed.statement);
      return reply.type("application/pkcs7-signature").send(Buffer.from(destroyed.signature));
    });

  app.get<{ Querystring: { busca?: string } }>(officeCertificatesPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const { busca } = request.query;
    const words = typeof busca === "string" ? busca.trim().slice(0, 100) : "";
    const certificates = await certificatesOfRa(ctx.db, frame.who.raId, words);
    return sendPage(reply, CertificateListView({ frame, words, certificates }));
  });

  app.get<Address>(officeCertificatePath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request), request.params.serial)),
  );

  app.post<Address>(officeCertificateRevocationPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const { serial } = request.params;
    return answerForm(
      reply,
      revokeForm,
      request.body,
      async ({ razao: reason, motivo: note }) => {
        await revokeCertificate(ctx, authorities, { serial, reason, note, by: frame.who });
        return reply.redirect(officeCertificatePath(serial), 303);
      },
      (errors, values) => view(frame, serial, errors, values),
      { "revocation-reason-unfit": "razao", "revocation-note-missing": "motivo" },
    );
  });
}
