import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  officeIrregularitiesPath,
  officeIrregularityEndPath,
  officeIrregularityNotesPath,
  officeIrregularityOwnerPath,
  officeIrregularityPath,
  officeIrregularityReportFilePath,
  officeIrregularitySendingPath,
} from "../../../contract/office-addresses.ts";
import { closeCase } from "../../../irregularities/close-case.ts";
import { caseById, casesOf, denyEntriesOf, notesOf } from "../../../irregularities/irregularities-reads.ts";
import { readReport } from "../../../irregularities/read-report.ts";
import { markCaseReported, noteOnCase, takeOnCase } from "../../../irregularities/work-on-case.ts";
import { issuedCertificateOf } from "../../../issuance/certificates/issuance-reads.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { proofingsOf } from "../../../proofing/proofing-reads.ts";
import { stillsOf } from "../../../rooms/stills/still-reads.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { irregularityReport, reportZip } from "./irregularity-report.ts";
import { CaseListView, OneCaseView } from "./irregularity-view.tsx";

const nothing = z.object({});
const said = (words: string) => z.string().trim().min(10, words).max(2000, "Texto longo demais.");
const noteForm = z.object({ nota: said("Escreva em uma frase o que foi apurado.") });
const reportForm = z.object({
  protocolo: z
    .string()
    .trim()
    .min(3, "Escreva o protocolo, ou para onde e como enviou.")
    .max(200, "Texto longo demais."),
});
const endForm = z.object({
  fim: z.enum(["founded", "goes-on", "cancelled"], "Escolha como o caso termina."),
  motivo: said("Escreva por que o caso termina assim: fica no caso e no dossiê."),
});

type Address = { Params: { id: string } };

/** `/office/casos`: irregularities of the AR, one case with its facts, its report for the AC and its end. */
export function irregularityPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const view = async (frame: OfficeFrame, id: string, errors?: FormErrors, values?: FormValues) => {
    const [one] = await casesOf(ctx.db, frame.who.raId, idIn(id));
    const order = one && (await orderById(ctx.db, one.orderId));
    if (!one || !order) throw new Failure("not-found");
    const [notes, entries, proofings, certificate] = await Promise.all([
      notesOf(ctx.db, one.id),
      denyEntriesOf(ctx.db, one.id),
      proofingsOf(ctx.db, one.orderId),
      issuedCertificateOf(ctx.db, one.orderId),
    ]);
    const captures = one.roomId ? (await stillsOf(ctx.db, one.roomId)).length : 0;
    return OneCaseView({ frame, one, order, notes, entries, proofings, captures, certificate, errors, values });
  };

  app.get(officeIrregularitiesPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    return sendPage(reply, CaseListView({ frame, cases: await casesOf(ctx.db, frame.who.raId) }));
  });

  app.get<Address>(officeIrregularityPath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request), request.params.id)),
  );

  app.get<Address>(officeIrregularityReportFilePath.route, async (request, reply) => {
    const { who } = await officeFrame(ctx, request);
    const one = await readReport(ctx, { caseId: idIn(request.params.id), by: who });
    const { fileName, content } = reportZip(ctx, one, await irregularityReport(ctx, one));
    reply.type("application/zip").header("content-disposition", `attachment; filename="${fileName}"`);
    return reply.send(Readable.from(content));
  });

  const post = <S extends z.ZodType>(
    { route }: { route: string },
    schema: S,
    act: (form: z.output<S>, caseId: string, frame: OfficeFrame) => Promise<void>,
  ) =>
    app.post<Address>(route, async (request: FastifyRequest<Address>, reply) => {
      const frame = await officeFrame(ctx, request);
      const caseId = idIn(request.params.id);
      const done = async (form: z.output<S>) => {
        await act(form, caseId, frame);
        return reply.redirect(officeIrregularityPath(caseId), 303);
      };
      return answerForm(reply, schema, request.body, done, (errors, values) => view(frame, caseId, errors, values));
    });

  post(officeIrregularityOwnerPath, nothing, (_, caseId, { who }) => takeOnCase(ctx, { caseId, by: who }));

  post(officeIrregularityNotesPath, noteForm, ({ nota }, caseId, { who }) =>
    noteOnCase(ctx, { caseId, text: nota, by: who }),
  );

  post(officeIrregularitySendingPath, reportForm, ({ protocolo }, caseId, { who }) =>
    markCaseReported(ctx, { caseId, reference: protocolo, by: who }),
  );

  post(officeIrregularityEndPath, endForm, async ({ fim, motivo }, caseId, { who }) => {
    const one = await caseById(ctx.db, caseId);
    const certificate = one && (await issuedCertificateOf(ctx.db, one.orderId));
    await closeCase(ctx, {
      caseId,
      outcome: fim === "founded" ? "founded" : "unfounded",
      goesOn: fim === "goes-on",
      note: motivo,
      certificateLives: certificate !== undefined && certificate.revokedAt === null,
      by: who,
    });
  });
}
