import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { readAddress } from "../../../contract/address.ts";
import {
  deskCasePath,
  deskPaperFilePath,
  deskPaperJudgementPath,
  deskPath,
  deskRecordingPath,
  deskStillPath,
  deskVerificationPath,
} from "../../../contract/desk-addresses.ts";
import { renderPage } from "../../../documents/papers/page-renderer.ts";
import { partsOfPlace } from "../../../documents/papers/paper.ts";
import { paperById } from "../../../documents/papers/paper-reads.ts";
import { reviewPaper } from "../../../documents/papers/review-paper.ts";
import { openEvidence } from "../../../dossiers/open-evidence.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { stillPlace } from "../../../proofing/proofing-reads.ts";
import { openRecording } from "../../../rooms/recordings/open-recording.ts";
import { recordingById } from "../../../rooms/recordings/recording-reads.ts";
import { answerForm } from "../../form.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import { rangeOf } from "../../staff/byte-range.ts";
import type { DeskDeps } from "../desk-page.tsx";

const id = z.uuid();
const reviewForm = z.object({
  outcome: z.enum(["accepted", "refused"]),
  /** "company", or of a document of two sides "identity.front", "identity.back", "identity.both". */
  kind: z.string().min(1, "Diga o que é o documento."),
  note: z.string().trim().max(500).default(""),
});

/** Pictures and films of a case, each through the one gate (src/dossiers/open-evidence.ts). Pages come as pictures, never the file itself. */
export function evidencePages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const open = async (request: FastifyRequest, orderId: string | undefined, thing: string): Promise<void> =>
    openEvidence(ctx, { orderId, thing, by: await requireAgent(ctx, request) });
  const picture = (reply: FastifyReply, jpeg: Buffer) =>
    reply.type("image/jpeg").header("cache-control", "private, max-age=3600").send(jpeg);

  app.get<{ Params: { paperId: string; file: string } }>(deskPaperFilePath.route, async (request, reply) => {
    const page = /^(\d{1,3})\.jpg$/.exec(request.params.file)?.[1];
    const paper = id.safeParse(request.params.paperId).success
      ? await paperById(ctx.db, request.params.paperId)
      : undefined;
    await open(request, paper?.orderId, `paper:${paper?.id}`);
    if (!paper || !page || paper.verdict === "refused") throw new Failure("not-found");
    const { orderId: keyId, hash, mediaType } = paper;
    return picture(reply, await renderPage(ctx.blobs, { keyId, hash, mediaType, page: Number(page), dpi: 150 }));
  });

  app.post<{ Params: { paperId: string } }>(deskPaperJudgementPath.route, async (request, reply) => {
    const { paperId } = request.params;
    const paper = id.safeParse(paperId).success ? await paperById(ctx.db, paperId) : undefined;
    const who = await requireAgent(ctx, request);
    const order = paper && (await orderById(ctx.db, paper.orderId));
    if (order?.raId !== who.raId) throw new Failure("not-found");
    const act = async (form: z.output<typeof reviewForm>) => {
      // Said where it stands: a refusal of the whole page would be lost beside a running call.
      if (form.outcome === "refused" && form.note === "")
        return reply.redirect(backTo(request, paperId, "&falta=nota"), 303);
      await reviewPaper(ctx, { paperId, ...form, ...partsOfPlace(form.kind) }, who);
      return reply.redirect(backTo(request, paperId), 303);
    };
    return answerForm(reply, reviewForm, request.body, act, () => {
      throw new Failure("form-invalid");
    });
  });

  app.get<{ Params: { file: string } }>(deskStillPath.route, async (request, reply) => {
    const stillId = idIn(request.params.file, "jpg");
    const still = stillId && (await stillPlace(ctx.db, stillId));
    await open(request, still ? still.orderId : undefined, `still:${stillId}`);
    if (!still) throw new Failure("not-found");
    return picture(reply, await ctx.blobs.read(still.orderId, still.hash));
  });

  app.get<{ Params: { file: string } }>(deskRecordingPath.route, async (request, reply) => {
    const recordingId = idIn(request.params.file, "webm");
    const known = recordingId && (await recordingById(ctx.db, recordingId));
    await open(request, known ? known.orderId : undefined, `recording:${recordingId}`);
    if (!recordingId) throw new Failure("not-found");
    const recording = await openRecording(ctx, recordingId);
    reply.type("video/webm").header("accept-ranges", "bytes");
    const range = rangeOf(request.headers.range, recording.bytes);
    if (range === "unsatisfiable")
      return reply.status(416).header("content-range", `bytes */${recording.bytes}`).send();
    if (!range) return reply.header("content-length", recording.bytes).send(Readable.from(recording.stream()));
    const { start, end } = range;
    reply.status(206).header("content-range", `bytes ${start}-${end}/${recording.bytes}`);
    return reply.header("content-length", end - start + 1).send(Readable.from(recording.stream(range)));
  });
}

/** "<id>.jpg" -> its id; undefined where it is none. */
function idIn(file: string, ending: string): string | undefined {
  const [name, rest] = file.split(".");
  return rest === ending && isId(name ?? "") ? name : undefined;
}

/** The page the form stood on: our own by the door's check; the paper stays the one that was looked at. */
function backTo(request: FastifyRequest, paperId: string, more = ""): string {
  const from = URL.parse(String(request.headers.referer ?? ""));
  const path = from?.pathname ?? "";
  const read = readAddress(deskCasePath, path) ?? readAddress(deskVerificationPath, path);
  return read?.below === "" && isId(read.filled[0] ?? "") ? `${path}?papel=${paperId}${more}#papeis` : deskPath();
}
