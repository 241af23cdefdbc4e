import { productEvidence, rulePackEvidence } from "../catalog/catalog-evidence-reads.ts";
import * as documents from "../documents/documents-evidence-reads.ts";
import { contactEvidence, orderEvidence } from "../orders/orders-evidence-reads.ts";
import { chargeEvidence, paymentEvidence } from "../payments/payments-evidence-reads.ts";
import { agentEvidence, authorityEvidence } from "../people/people-evidence-reads.ts";
import type { Reader } from "../platform/database.ts";
import type { EvidenceFile, EvidenceRow } from "../platform/evidence.ts";
import * as proofing from "../proofing/proofing-evidence-reads.ts";
import * as rooms from "../rooms/rooms-evidence-reads.ts";
import { appointmentEvidence } from "../scheduling/appointments/appointment-evidence-reads.ts";

/** Rows as their domain gives them; the kind is the file's name in the dossier. */
type RowEvidence = { kind: string; rows: EvidenceRow[] };

/** The values of a field in the files gathered so far, by kind: some files tell more about what others name. */
type Gathered = (kind: string, field: string) => string[];
type Giver = (reader: Reader, orderId: string, gathered: Gathered) => Promise<EvidenceRow[]>;

/** The field of each file that names a person of the AR. */
const actors: [kind: string, field: string][] = [
  ["validations", "agent_id"],
  ["verifications", "agent_id"],
  ["proofing-steps", "done_by"],
  ["question-answers", "answered_by"],
  ["replays", "agent_id"],
  ["proofings", "agent_id"],
  ["admissions", "agent_id"],
  ["stills", "asked_by"],
  ["seats", "agent_id"],
  ["paper-reviews", "agent_id"],
  ["rooms", "agent_id"],
];

/** The files of a dossier in their order, and which domain gives each. */
const files: [kind: string, give: Giver][] = [
  ["order", orderEvidence],
  [
    "product",
    async (reader, _, gathered) => each(gathered("order", "product_id"), (id) => productEvidence(reader, id)),
  ],
  [
    "registration-authority",
    async (reader, _, gathered) => each(gathered("order", "ra_id"), (id) => authorityEvidence(reader, id)),
  ],
  ["contacts", contactEvidence],
  ["charges", chargeEvidence],
  ["payments", paymentEvidence],
  ["appointments", appointmentEvidence],
  ["mails", documents.mailEvidence],
  ["refused-papers", documents.refusedPaperEvidence],
  ["papers", documents.paperEvidence],
  ["paper-reviews", documents.paperReviewEvidence],
  ["rooms", rooms.roomEvidence],
  ["lobby", rooms.lobbyEvidence],
  ["admissions", rooms.admissionEvidence],
  ["messages", rooms.roomLineEvidence],
  ["recordings", rooms.recordingEvidence],
  ["room-sessions", rooms.sessionEvidence],
  ["seats", rooms.seatEvidence],
  ["device-tests", rooms.readinessEvidence],
  ["recording-heads", rooms.recordingHeadEvidence],
  ["stills", rooms.stillEvidence],
  ["proofings", proofing.proofingEvidence],
  ["rule-packs", (reader, _, gathered) => rulePackEvidence(reader, gathered("proofings", "rule_pack_id"))],
  ["proofing-steps", proofing.stepEvidence],
  ["drawn-questions", proofing.drawnQuestionEvidence],
  ["question-answers", proofing.questionAnswerEvidence],
  ["validations", proofing.validationEvidence],
  ["verifications", proofing.verificationEvidence],
  ["replays", proofing.replayEvidence],
  ["returns", proofing.returnEvidence],
  ["certificate-fields", proofing.certificateFieldEvidence],
  ["return-answers", proofing.returnAnswerEvidence],
  [
    "agents",
    (reader, _, gathered) =>
      agentEvidence(
        reader,
        actors.flatMap(([kind, field]) => gathered(kind, field)),
      ),
  ],
];

/** Everything about the order that is rows: what was bought, paid, booked, sent, decided, by whom and when. */
export async function rowEvidence(reader: Reader, orderId: string): Promise<RowEvidence[]> {
  const evidence = new Map<string, EvidenceRow[]>();
  const gathered: Gathered = (kind, field) =>
    (evidence.get(kind) ?? []).map((row) => row[field]).filter((id) => typeof id === "string");
  for (const [kind, give] of files) evidence.set(kind, await give(reader, orderId, gathered));
  return [...evidence].map(([kind, rows]) => ({ kind, rows })).filter(({ rows }) => rows.length > 0);
}

/** Everything about the order that is files: papers, captures, recordings with their chain logs and their report. */
export async function fileEvidence(reader: Reader, orderId: string): Promise<Omit<EvidenceFile, "at">[]> {
  const found = [...(await documents.paperFiles(reader, orderId)), ...(await rooms.roomFiles(reader, orderId))];
  found.sort((one, other) => one.at.getTime() - other.at.getTime());
  return found.map(({ at: _, ...file }) => file);
}

const each = async (ids: string[], give: (id: string) => Promise<EvidenceRow[]>) =>
  (await Promise.all(ids.map(give))).flat();
