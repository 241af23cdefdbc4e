import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
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
import { orderById, searchOrders } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { earlier } from "../../../platform/time/durations.ts";
import { proofingProgress } from "../../../proofing/proofing-reads.ts";
import { actsOf, nothing } from "../../acts.ts";
import { rangeOf } from "../../staff/byte-range.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { DossierSearchView, DossierView, PurposeView, VerdictView } from "./dossier-view.tsx";

/** Shown by the browser itself; anything else is only handed over as a file. */
const shownInPage = /^(image\/(jpeg|png)|application\/json|video\/webm|text\/plain)$/;

/** `/office/dossies`: find an order, say why, read what is kept of it, check its seal, take it away as a ZIP. */
export function dossierPages(app: FastifyInstance, { ctx, signer }: OfficeDeps): void {
  const { page, press } = actsOf(app);
  const isOpen = ({ who, now }: OfficeFrame, orderId: string) =>
    hasOpened(ctx.db, orderId, who.id, earlier(now, openingLastsMs));

  const ofOrder = async (request: FastifyRequest) => {
    const frame = await officeFrame(ctx, request);
    const order = await orderById(ctx.db, idIn((request.params as { id: string }).id));
    if (order?.raId !== frame.who.raId) throw new Failure("not-found");
    return { frame, order };
  };
  /** The order of an address below an opened dossier. Refuses dossier-closed where no purpose was said lately. */
  const opened = async (request: FastifyRequest) => {
    const { frame, order } = await ofOrder(request);
    if (!(await isOpen(frame, order.id))) throw new DossiersFailure("dossier-closed");
    return { frame, order };
  };
  /** One seal of an opened dossier. */
  const ofSeal = async (request: FastifyRequest) => {
    const { frame, order } = await opened(request);
    const stage: SealStage = (request.query as { lacre?: string }).lacre === "emissao" ? "issuance" : "identification";
    const { proofingId } = request.params as { proofingId: string };
    return { frame, order, seal: { orderId: order.id, proofingId: idIn(proofingId), stage } };
  };

  page(
    officeDossiersPath,
    async (request) => ({ frame: await officeFrame(ctx, request), query: request.query as { busca?: string } }),
    async ({ frame, query }) => {
      const asked = (query.busca ?? "").trim().slice(0, 100);
      const orders = asked.length < 3 ? [] : await searchOrders(ctx.db, frame.who.raId, asked);
      const found = await Promise.all(
        orders.map(async (order) => ({ order, progress: await proofingProgress(ctx.db, order.id) })),
      );
      return DossierSearchView({ frame, asked, found });
    },
  );

  page(officeDossierPath, ofOrder, async ({ frame, order }) => {
    if (!(await isOpen(frame, order.id))) return PurposeView({ frame, order });
    const [items, seals, openings] = await Promise.all([
      dossierItems(ctx.db, order.id),
      sealsOf(ctx.db, order.id),
      openingsOf(ctx.db, order.id),
    ]);
    return DossierView({ frame, order, items, seals, openings, canCopy: ctx.config.ffmpeg !== undefined });
  });

  press(officeDossierOpeningPath, {
    guard: ofOrder,
    form: z.object({ purpose: z.string().max(300, "Texto longo demais.") }),
    act: ({ purpose }, { frame, order }) => openDossier(ctx, { orderId: order.id, purpose, by: frame.who }),
    to: ({ order }) => officeDossierPath(order.id),
    again: (by, errors, values) => PurposeView({ ...by, errors, values }),
    beside: { "purpose-missing": "purpose" },
  });

  press(officeDossierSealJudgementPath, {
    guard: ofSeal,
    form: nothing,
    act: (_, { seal }) => checkDossier(ctx, signer, seal),
    to: ({ frame, order }, verdict) => VerdictView({ frame, order, verdict }),
  });

  app.get<{ Params: { position: string } }>(officeDossierItemPath.route, async (request, reply) => {
    const { frame, order } = await opened(request);
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

  const sendItem = (request: FastifyRequest, reply: FastifyReply, orderId: string, item: DossierItem) => {
    const range = rangeOf(request.headers.range, item.bytes);
    if (range === "unsatisfiable") return reply.status(416).header("content-range", `bytes */${item.bytes}`).send();
    const { start, end } = range ?? { start: 0, end: item.bytes - 1 };
    if (range) reply.status(206).header("content-range", `bytes ${start}-${end}/${item.bytes}`);
    reply.header("content-length", end - start + 1);
    return reply.send(Readable.from(ctx.blobs.stream(orderId, item.hash, range)));
  };

  app.post<{ Params: { position: string } }>(officeDossierItemCopyPath.route, async (request, reply) => {
    const { frame, order } = await ofOrder(request);
    const command = { orderId: order.id, position: Number(request.params.position), by: frame.who };
    const { fileName, content } = await copyRecording(ctx, command);
    reply.type("video/mp4").header("content-disposition", `attachment; filename="${fileName}"`);
    return reply.send(Readable.from(content));
  });

  app.get(officeDossierSealFilePath.route, async (request, reply) => {
    const { frame, seal } = await ofSeal(request);
    const thing = `export:${seal.proofingId}:${seal.stage}`;
    await openEvidence(ctx, { orderId: seal.orderId, thing, by: frame.who });
    const { fileName, content } = await exportDossier(ctx, signer, seal);
    reply.type("application/zip").header("content-disposition", `attachment; filename="${fileName}"`);
    return reply.send(Readable.from(content));
  });
}
