import type { FastifyInstance, FastifyRequest } from "fastify";
import { orderPaperPagePath, orderPapersPath, orderPaperTwoSidesPath } from "../../../contract/holder-addresses.ts";
import { renderPage } from "../../../documents/papers/page-renderer.ts";
import { newestUsableAt, partsOfPlace } from "../../../documents/papers/paper.ts";
import type { IncomingFile } from "../../../documents/papers/paper-arrival.ts";
import { largestPaper } from "../../../documents/papers/paper-media.ts";
import {
  arrivalsOf,
  ordersOfSamePerson,
  paperStates,
  papersOf,
  papersOfBatch,
  waitingFilesOf,
} from "../../../documents/papers/paper-reads.ts";
import { receiveUpload } from "../../../documents/papers/receive-upload.ts";
import { sayBothSides } from "../../../documents/papers/say-both-sides.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { requireDiskSpace } from "../../../platform/blobs/disk-space.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { minuteMs } from "../../../platform/time/durations.ts";
import { proofingProgress } from "../../../proofing/proofing-reads.ts";
import { type FormErrors, refusalBeside } from "../../form.ts";
import { holderOfRequest, requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { frameOf } from "../applicant-page.tsx";
import { papersAgain } from "../progress/papers-step.ts";
import type { BoardProps, PapersNews } from "./papers-board.tsx";
import { PapersView } from "./papers-view.tsx";

type OrderRoute = { Params: { number: string } };
type PaperRoute = { Params: { number: string; paperId: string } };
type PageRoute = { Params: { number: string; paperId: string; page: string } };

const mostBytes = 80 * 1024 * 1024;

/** `/pedido/:number/documentos`: send papers without script, see the verdict of each and what is still missing. */
export function papersPages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  const show = async (order: PlacedOrder, batchId?: string, errors?: FormErrors) =>
    PapersView({ frame: await frameOf(ctx, order.raId), order, ...(await boardOf(ctx, order, batchId)), errors });

  app.get<OrderRoute & { Querystring: { lote?: unknown } }>(orderPapersPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const { lote } = request.query;
    return sendPage(reply, await show(order, typeof lote === "string" && isId(lote) ? lote : undefined));
  });

  const limit = { config: { rateLimit: { max: 20, timeWindow: minuteMs } } };
  app.post<OrderRoute>(orderPapersPath.route, limit, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    // Before the first byte: nobody sends ten megabytes to be told that there is no room for them.
    await requireDiskSpace(ctx);
    const files = await filesOf(request);
    try {
      const by = await holderOfRequest(ctx, request);
      const { batchId } = await receiveUpload(ctx, { orderId: order.id, files, by });
      return reply.redirect(`${orderPapersPath(order.number)}?lote=${batchId}`, 303);
    } catch (error) {
      if (!(error instanceof Failure) || error.status === 404) throw error;
      const errors = refusalBeside(error, { "paper-none": "files", "paper-too-many": "files" });
      return sendPage(reply, await show(order, undefined, errors), error.status);
    }
  });

  app.post<PaperRoute>(orderPaperTwoSidesPath.route, limit, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const { paperId } = request.params;
    await sayBothSides(ctx, { orderId: order.id, paperId, by: await holderOfRequest(ctx, request) });
    return reply.redirect(orderPapersPath(order.number), 303);
  });

  app.get<PageRoute>(orderPaperPagePath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const { paperId, page } = request.params;
    const paper = (await papersOf(ctx.db, order.id)).find(
      ({ id, verdict }) => id === paperId && verdict === "accepted",
    );
    const at = Number(page.replace(/\.jpg$/, ""));
    if (!paper || !Number.isInteger(at) || at < 1) throw new Failure("not-found");
    const wanted = { keyId: order.id, hash: paper.hash, mediaType: paper.mediaType, page: at };
    return reply.type("image/jpeg").send(await renderPage(ctx.blobs, wanted));
  });
}

/** What the board of papers shows of an order, and of the form that was just sent. */
export async function boardOf(ctx: Context, order: PlacedOrder, batchId?: string): Promise<BoardProps> {
  const papers = await papersOf(ctx.db, order.id);
  const proofing = await proofingProgress(ctx.db, order.id);
  return {
    number: order.number,
    states: await paperStates(ctx.db, order.id, ctx.clock.now()),
    papers,
    arrived: await waitingFilesOf(ctx.db, order.id, ctx.clock.now()),
    again: papersAgain({ proofing, lastPaperAt: newestUsableAt(papers) }),
    ...(await newsOf(ctx, order, batchId)),
    serves: (await ordersOfSamePerson(ctx.db, order.id)).length + 1,
  };
}

async function newsOf(ctx: Context, order: PlacedOrder, batchId: string | undefined): Promise<PapersNews> {
  const arrivals = (await arrivalsOf(ctx.db, order.id)).filter(({ source }) => source === "upload");
  const batch = batchId === undefined ? [] : await papersOfBatch(ctx.db, batchId);
  const sent = batch.filter(({ orderId }) => orderId === order.id);
  const address = `${orderPapersPath(order.number)}${batchId === undefined ? "" : `?lote=${batchId}`}`;
  return arrivals.length > 0
    ? {
        waiting: {
          arrivals,
          ready: sent.length,
          address,
          seconds: arrivals.some(({ waitsUntil }) => waitsUntil) ? 60 : 2,
        },
      }
    : sent.length > 0
      ? { sent }
      : {};
}

/**
 * The files of a form; the field's name says what each is: "identity.front", and with "identity.both" ticked, both. A file over the limit comes cut one byte above it, so that the gate names it. */
async function filesOf(request: FastifyRequest): Promise<IncomingFile[]> {
  if (!request.isMultipart()) throw new Failure("form-invalid");
  if (Number(request.headers["content-length"] ?? 0) > mostBytes)
    throw new Failure("body-too-large", { limit: "80 MB" });
  const files: IncomingFile[] = [];
  const both = new Set<string>();
  let total = 0;
  const options = { throwFileSizeLimit: false, limits: { fileSize: largestPaper + 1, files: 10 } };
  for await (const part of request.parts(options)) {
    if (part.type !== "file") {
      if (part.fieldname.endsWith(".both") && part.value === "sim") both.add(part.fieldname.replace(/\.both$/, ""));
      continue;
    }
    const pieces: Buffer[] = [];
    for await (const piece of part.file) {
      total += piece.length;
      if (total > mostBytes) throw new Failure("body-too-large", { limit: "80 MB" });
      pieces.push(piece);
    }
    const { kind, side } = partsOfPlace(part.fieldname);
    files.push({ name: part.filename ?? "", content: Buffer.concat(pieces), kind, side });
  }
  return files.map((file) => (file.side && both.has(file.kind ?? "") ? { ...file, side: "both" } : file));
}
