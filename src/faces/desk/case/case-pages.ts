import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Address } from "../../../contract/address.ts";
import {
  deskCaseAdmissionPath,
  deskCaseCompanyPath,
  deskCaseDecisionPath,
  deskCaseEndPath,
  deskCaseFieldsPath,
  deskCaseHandOverPath,
  deskCaseHandOverWithdrawalPath,
  deskCaseIrregularityPath,
  deskCasePath,
  deskCasePausePath,
  deskCaseQuestionPath,
  deskCaseQuestionsPath,
  deskCaseReopeningPath,
  deskCaseStartPath,
  deskCaseStepPath,
  deskCaseTextPath,
} from "../../../contract/desk-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { offerSitting } from "../../../proofing/decision/offer-sitting.ts";
import { reportIrregularity } from "../../../proofing/decision/report-irregularity.ts";
import { validateProofing } from "../../../proofing/decision/validate-proofing.ts";
import { ProofingFailure } from "../../../proofing/proofing-failures.ts";
import { proofingOfRoom } from "../../../proofing/proofing-reads.ts";
import { answerQuestion } from "../../../proofing/script/answer-question.ts";
import { completeStep } from "../../../proofing/script/complete-step.ts";
import { drawQuestions } from "../../../proofing/script/draw-questions.ts";
import { endSitting } from "../../../proofing/script/end-sitting.ts";
import { reopenSitting } from "../../../proofing/script/reopen-sitting.ts";
import { startProofing } from "../../../proofing/script/start-proofing.ts";
import { writeField } from "../../../proofing/script/write-field.ts";
import { withdrawHandOver } from "../../../rooms/hand-over/answer-hand-over.ts";
import { mayConduct } from "../../../rooms/room.ts";
import { RoomsFailure } from "../../../rooms/rooms-failures.ts";
import { decideAdmission } from "../../../rooms/sitting/decide-admission.ts";
import { noteCompany } from "../../../rooms/sitting/note-company.ts";
import { pauseRoom } from "../../../rooms/sitting/pause-room.ts";
import { writeLine } from "../../../rooms/sitting/write-line.ts";
import { actsOf, nothing } from "../../acts.ts";
import type { Beside, FormErrors, FormValues } from "../../form.ts";
import { type DeskDeps, type DeskFrame, deskFrame } from "../desk-page.tsx";
import { readCase } from "../evidence/case-facts.ts";
import { passOnForm, withdrawalForm } from "../hand-over/hand-over-forms.ts";
import { paperShown } from "./case-papers-view.tsx";
import { CaseView } from "./case-view.tsx";
import { fieldForm } from "./fields-form.ts";
import { irregularityForm } from "./irregularity-form.ts";

const paperAddress = z.object({ papel: z.uuid() });
const roomAddress = z.object({ roomId: z.uuid() });
const stepForm = z.object({
  spoken: z.literal("sim").optional(),
  stillId: z.string().optional(),
  checks: z.union([z.string(), z.array(z.string())]).optional(),
});
const admissionForm = z
  .object({ outcome: z.enum(["admitted", "refused", "put-back"]), reason: z.string().trim().max(300).default("") })
  .refine((form) => form.outcome !== "refused" || form.reason !== "", {
    path: ["reason"],
    message: "Escreva o motivo: o titular vai ler.",
  });
const answerForms = z.object({ outcome: z.enum(["right", "wrong", "not-heard"]) });
const decisionForm = z.object({
  outcome: z.enum(["approved", "refused", "pending"]),
  reason: z.string().default(""),
  note: z.string().trim().max(2000).default(""),
});
const textForm = z.object({ text: z.string().trim().min(1, "Escreva o texto.").max(2000) });
/** Without a reason it is the end of the pause. */
const pauseForm = z.object({ reason: z.string().trim().max(300).default("") });
const companyForm = z.object({ seen: z.enum(["sim", "nao"]) });
const besideAct: Beside = {
  "consent-missing": "spoken",
  "still-missing": "stillId",
  "checks-missing": "checks",
  "reason-unfit": "reason",
  "deny-list-hit": "note",
  "hand-over-leaves-nobody": "ciente",
};

type RoomRequest = { roomId: string; frame: DeskFrame; request: FastifyRequest };
type Act<S extends z.ZodType> = (form: z.output<S>, by: RoomRequest) => Promise<unknown>;

/** The case screen. Every act is a plain form that leads back to it; the island posts the same forms without leaving the call. */
export function casePages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const open = async (request: FastifyRequest): Promise<RoomRequest> => {
    const frame = await deskFrame(ctx, request, "agent");
    const { data } = roomAddress.safeParse(request.params);
    if (!data) throw new Failure("not-found");
    return { roomId: data.roomId, frame, request };
  };
  const view = async ({ roomId, frame, request }: RoomRequest, errors?: FormErrors, values?: FormValues) => {
    const facts = await readCase(ctx, roomId);
    // Of another AR it is not there; of a colleague it is said whose it is.
    if (facts.room.raId !== frame.agent.raId) throw new Failure("not-found");
    if (!mayConduct(frame.agent, facts.room))
      throw new RoomsFailure("case-of-another", { agent: facts.room.agentName });
    const shown = paperShown(facts, request.query as Record<string, unknown>);
    return CaseView({ frame, facts, shown, errors, values });
  };
  const proofingId = async (roomId: string): Promise<string> => {
    const proofing = await proofingOfRoom(ctx.db, roomId);
    if (!proofing) throw new ProofingFailure("proofing-not-started");
    return proofing.id;
  };
  const acts = actsOf(app);
  /** Back to the case, to the paper that lay there. */
  const back = ({ roomId, request }: RoomRequest) => {
    const paper = paperAddress.safeParse(request.query).data;
    return `${deskCasePath(roomId)}${paper ? `?papel=${paper.papel}#papeis` : ""}`;
  };
  const post = <S extends z.ZodType>(address: Pick<Address, "route">, form: S, act: Act<S>) =>
    acts.press(address, { guard: open, form, act, to: back, again: view, beside: besideAct });

  acts.page(deskCasePath, open, view);

  post(deskCaseStartPath, nothing, (_, { roomId, frame }) => startProofing(ctx, { roomId, by: frame.agent }));

  post(deskCaseAdmissionPath, admissionForm, ({ outcome, reason }, { roomId, frame }) =>
    decideAdmission(ctx, { roomId, agent: frame.agent, outcome, reason }),
  );

  post(deskCaseStepPath, stepForm, async (form, { roomId, frame, request }) => {
    const { step } = request.params as { step: string };
    const checks = typeof form.checks === "string" ? [form.checks] : (form.checks ?? []);
    const claim = { spoken: form.spoken === "sim", checks, ...(form.stillId ? { stillId: form.stillId } : {}) };
    await completeStep(ctx, { proofingId: await proofingId(roomId), step, claim, by: frame.agent });
  });

  post(deskCaseQuestionsPath, nothing, async (_, { roomId, frame }) =>
    drawQuestions(ctx, { proofingId: await proofingId(roomId), by: frame.agent }),
  );

  post(deskCaseQuestionPath, answerForms, async ({ outcome }, { roomId, frame, request }) => {
    const position = Number((request.params as { position: string }).position);
    await answerQuestion(ctx, { proofingId: await proofingId(roomId), position, outcome, by: frame.agent });
  });

  post(deskCaseDecisionPath, decisionForm, async (form, { roomId, frame }) =>
    validateProofing(ctx, { proofingId: await proofingId(roomId), ...form, by: frame.agent }),
  );

  post(deskCaseFieldsPath, fieldForm, async (form, { roomId, frame }) =>
    writeField(ctx, { proofingId: await proofingId(roomId), ...form, by: frame.agent }),
  );

  post(deskCaseIrregularityPath, irregularityForm, ({ irregularidade: kind, relato: note }, { roomId, frame }) =>
    reportIrregularity(ctx, { roomId, kind, note, by: frame.agent }),
  );

  post(deskCaseTextPath, textForm, ({ text }, { roomId, frame }) =>
    writeLine(ctx, { roomId, visitor: { member: "agent", agent: frame.agent }, text }),
  );

  post(deskCasePausePath, pauseForm, ({ reason }, { roomId, frame }) =>
    pauseRoom(ctx, { roomId, agent: frame.agent, reason: reason || undefined }),
  );

  post(deskCaseHandOverPath, passOnForm, ({ agentId, reason, ciente }, { roomId, frame }) =>
    offerSitting(ctx, { roomId, agentId, reason, aware: ciente === "sim", by: frame.agent }),
  );

  post(deskCaseHandOverWithdrawalPath, withdrawalForm, ({ handOverId }, { frame }) =>
    withdrawHandOver(ctx, { handOverId, by: frame.agent }),
  );

  post(deskCaseCompanyPath, companyForm, ({ seen }, { roomId, frame }) =>
    noteCompany(ctx, { roomId, agent: frame.agent, seen: seen === "sim" }),
  );

  post(deskCaseEndPath, nothing, (_, { roomId, frame }) => endSitting(ctx, { roomId, by: frame.agent }));

  post(deskCaseReopeningPath, nothing, (_, { roomId, frame }) => reopenSitting(ctx, { roomId, by: frame.agent }));
}
