import { papersOf } from "../../../documents/papers/paper-reads.ts";
import { type ZipEntry, zipStream } from "../../../dossiers/zip-stream.ts";
import { denyEntriesOf, notesOf } from "../../../irregularities/irregularities-reads.ts";
import { type IrregularityCase, kindLabel } from "../../../irregularities/irregularity.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import { agentById } from "../../../people/agent-reads.ts";
import { registrationAuthority } from "../../../people/authority/registration-authority-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { proofingsOf } from "../../../proofing/proofing-reads.ts";
import { recordingsOf } from "../../../rooms/recordings/recording-reads.ts";
import { roomById } from "../../../rooms/rooms-reads.ts";
import { stillsOf } from "../../../rooms/stills/still-reads.ts";

type ReportFile = { name: string; hash: string };

const pathSafe = (name: string) => name.replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(-80);

/**
 * What the AC gets of a case (NEG-05): who, what was seen, when, by whom, and the pictures of every document and of the
 * face, each with its SHA-256. `json` is `relatorio.json` of the ZIP; instants are ISO 8601 in UTC.
 */
export async function irregularityReport(ctx: Context, one: IrregularityCase) {
  const order = await orderById(ctx.db, one.orderId);
  const ra = await registrationAuthority(ctx.db, one.raId);
  const reporter = await agentById(ctx.db, one.reportedBy);
  if (!order || !ra || !reporter) throw new Failure("not-found");
  const room = one.roomId ? await roomById(ctx.db, one.roomId) : undefined;
  const stills = (one.roomId ? await stillsOf(ctx.db, one.roomId) : []).filter(({ hash }) => hash !== null);
  const papers = (await papersOf(ctx.db, one.orderId)).filter(({ verdict }) => verdict === "accepted");
  const recordings = one.roomId ? await recordingsOf(ctx.db, one.roomId) : [];
  const files: ReportFile[] = [
    ...stills.map((still, i) => ({ name: `capturas/${i + 1}-${still.kind}.jpg`, hash: still.hash })),
    ...papers.map((paper, i) => ({ name: `documentos/${i + 1}-${pathSafe(paper.fileName)}`, hash: paper.hash })),
  ];
  const json = {
    format: "confere-irregularity/1",
    case: {
      id: one.id,
      kind: one.kind,
      title: kindLabel(one.kind),
      openedAt: one.openedAt,
      reportDueAt: one.reportDueAt,
      reportedBy: { name: reporter.name, cpf: reporter.cpf },
    },
    registrationAuthority: { name: ra.name, cnpj: ra.cnpj },
    order: {
      number: order.number,
      applicantName: order.applicantName,
      cpf: order.cpf,
      birthDate: order.birthDate,
      companyName: order.companyName,
      cnpj: order.cnpj,
      email: order.email,
      phone: order.phone,
    },
    sitting: room && {
      agentName: room.agentName,
      startsAt: room.startsAt,
      admittedAt: room.admission?.outcome === "admitted" ? room.admission.decidedAt : null,
      closedAt: room.closedAt,
      recordings: recordings.map(({ member, segment, startedAt, endedAt }) => ({
        member,
        segment,
        startedAt,
        endedAt,
      })),
    },
    decisions: (await proofingsOf(ctx.db, one.orderId)).map(({ startedAt, validation, verification }) => ({
      startedAt,
      validation,
      verification,
    })),
    notes: (await notesOf(ctx.db, one.id)).map(({ text, by, at }) => ({ text, by, at })),
    denyList: (await denyEntriesOf(ctx.db, one.id)).map(({ subject, addedAt, confirmedAt, liftedAt, until }) => ({
      subject,
      addedAt,
      confirmedAt,
      liftedAt,
      until,
    })),
    files: files.map(({ name, hash }) => ({ name, sha256: hash })),
  };
  return { json, files, order, ra };
}

type IrregularityReport = Awaited<ReturnType<typeof irregularityReport>>;

/** The report with its pictures, as one file for the AC. */
export function reportZip(ctx: Context, one: IrregularityCase, { json, files }: IrregularityReport) {
  const entries: ZipEntry[] = [
    { name: "relatorio.json", content: Buffer.from(`${JSON.stringify(json, null, 2)}\n`) },
    ...files.map(({ name, hash }) => ({ name, content: ctx.blobs.stream(one.orderId, hash) })),
  ];
  return { fileName: `irregularidade-${json.order.number}.zip`, content: zipStream(entries, one.openedAt) };
}
