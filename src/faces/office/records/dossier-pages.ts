import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  officeDossierItemCopyPath,
  officeDossierItemPath,
  officeDossierOpeningPath,
  officeDossierPath,
  officeDossierSealFilePath,
  officeDossierSealJudgementPath,
  officeDossiersPath,
} from "../../../contract/office-addresses.ts";
import { checkDossier } from "../../../dossiers/check-dossier.ts";
import { copyRecording } from "../../../dossiers/copy-recording.ts";
import { type DossierItem, openingLastsMs, type SealStage } from "../../../dossiers/dossier.ts";
import { dossierItems, hasOpened, openingsOf, sealsOf } from "../../../dossiers/dossier-reads.ts";
import { DossiersFailure } from "../../../dossiers/dossiers-failures.ts";
import { exportDossier } from "../../../dossiers/export-dossier.ts";
import { openDossier } from "../../../dossiers/open-dossier.ts";
import { openEvidence } from "../../../dossiers/open-evidence.ts";
import type { Order } from "../../../orders/order.ts";
import { orderById, searchOrders } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { proofingProgress } from "../../../proofing/proofing-reads.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { rangeOf } from "../../staff/byte-range.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { DossierSearchView, DossierView, PurposeView, VerdictView } from "./dossier-view.tsx";

const purposeForm = z.object({ purpose: z.string().max(300, "Texto longo demais.") });

/** Shown by the browser itself; anything else is only handed over as a file. */
const shownInPage = /^(image\/(jpeg|png)|application\/json|video\/webm|text\/plain)$/;

type Address = { Params: { id: string } };

/** `/office/dossies`: find an order, say why, read what is kept of it, check its seal, take it away as a ZIP. */
export function dossierPages(app: FastifyInstance, { ctx, signer }: OfficeDeps): void {
  const orderOf = async (frame: OfficeFrame, id: string): Promise<Order> => {
    const order = await orderById(ctx.db, idIn(id));
    if (order?.raId !== frame.who.raId) throw new Failure("not-found");
    return order;
  };
  const isOpen = ({ who, now }: OfficeFrame, orderId: string) =>
    hasOpened(ctx.db, orderId, who.id, new Date(now.getTime() - openingLastsMs));

  /** The order of an address below an opened dossier. Refuses dossier-closed where no purpose was said lately. */
  const opened = async (request: FastifyRequest, id: string) => {
    const frame = await officeFrame(ctx, request);
    const order = await orderOf(frame, id);
    if (!(await isOpen(frame, order.id))) throw new DossiersFailure("dossier-closed");
    return { frame, order };
  };

  app.get<{ Querystring: { busca?: string } }>(officeDossiersPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const asked = (request.query.busca ?? "").trim().slice(0, 100);
    const orders = asked.length < 3 ? [] : await searchOrders(ctx.db, frame.who.raId, asked);
    const found = await Promise.all(
      orders.map(async (order) => ({ order, progress: await proofingProgress(ctx.db, order.id) })),
    );
    return sendPage(reply, DossierSearchView({ frame, asked, found }));
  });

  app.get<Address>(officeDossierPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const order = await orderOf(frame, request.params.id);
    if (!(await isOpen(frame, order.id))) return sendPage(reply, PurposeView({ frame, order }));
    const [items, seals, openings] = await Promise.all([
      dossierItems(ctx.db, order.id),
      sealsOf(ctx.db, order.id),
      openingsOf(ctx.db, order.id),
    ]);
    const canCopy = ctx.config.ffmpeg !== undefined;
    return sendPage(reply, DossierView({ frame, order, items, seals, openings, canCopy }));
  });

  app.post<Address>(officeDossierOpeningPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const order = await orderOf(frame, request.params.id);
    const again = (errors: FormErrors, values: FormValues) => PurposeView({ frame, order, errors, values });
    return answerForm(
      reply,
      purposeForm,
      request.body,
      async ({ purpose }) => {
        await openDossier(ctx, { orderId: order.id, purpose, by: frame.who });
        return reply.redirect(officeDossierPath(order.id), 303);
      },
      again,
      { "purpose-missing": "purpose" },
    );
  });

  app.get<{ Params: { id: string; position: string } }>(officeDossierItemPath.route, async (request, reply) => {
    const { frame, order } = await opened(request, request.params.id);
    const position = Number(request.params.position);
    const item = (await dossierItems(ctx.db, order.id)).find((one) => one.position === position);
    if (!item) throw new Failure("not-found");
    await openEvidence(ctx, { orderId: order.id, thing: `item:${item.name}`, by: frame.who });
    reply
      .type(item.mediaType)
      .header(
        "content-disposition",
        `${shownInPage.test(item.mediaType) ? "inline" : "attachment"}; filename="${item.name}"`,
      )
      // A paper is what a stranger sent: no script of it runs under our origin.
      .header(
        "content-security-policy",
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
      );
    return sendItem(request, reply, order.id, item);
  });

  const sendItem = (
    request: FastifyRequest,
    reply: Parameters<typeof sendPage>[0],
    orderId: string,
    item: DossierItem,
  ) => {
    const range = rangeOf(request.headers.range, item.bytes);
    if (range === "unsatisfiable") return reply.status(416).header("content-range", `bytes */${item.bytes}`).send();
    const { start, end } = range ?? { start: 0, end: item.bytes - 1 };
    if (range) reply.status(206).header("content-range", `bytes ${start}-${end}/${item.bytes}`);
    reply.header("content-length", end - start + 1);
    return reply.send(Readable.from(ctx.blobs.stream(orderId, item.hash, range)));
  };

  app.post<{ Params: { id: string; position: string } }>(officeDossierItemCopyPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const order = await orderOf(frame, request.params.id);
    const command = { orderId: order.id, position: Number(request.params.position), by: frame.who };
    const { fileName, content } = await copyRecording(ctx, command);
    reply.type("video/mp4").header("content-disposition", `attachment; filename="${fileName}"`);
    return reply.send(Readable.from(content));
  });

  type SealAddress = { Params: { id: string; proofingId: string }; Querystring: { lacre?: string } };
  const stageOf = (lacre: string | undefined): SealStage => (lacre === "emissao" ? "issuance" : "identification");

  app.post<SealAddress>(officeDossierSealJudgementPath.route, async (request, reply) => {
    const { frame, order } = await opened(request, request.params.id);
    const stage = stageOf(request.query.lacre);
    const command = { orderId: order.id, proofingId: idIn(request.params.proofingId), stage };
    return sendPage(reply, VerdictView({ frame, order, verdict: await checkDossier(ctx, signer, command) }));
  });

  app.get<SealAddress>(officeDossierSealFilePath.route, async (request, reply) => {
    const { frame, order } = await opened(request, request.params.id);
    const stage = stageOf(request.query.lacre);
    const command = { orderId: order.id, proofingId: idIn(request.params.proofingId), stage };
    await openEvidence(ctx, { orderId: order.id, thing: `export:${command.proofingId}:${stage}`, by: frame.who });
    const { fileName, content } = await exportDossier(ctx, signer, command);
    reply.type("application/zip").header("content-disposition", `attachment; filename="${fileName}"`);
    return reply.send(Readable.from(content));
  });
}
