import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { rulePackById } from "../../../catalog/catalog-reads.ts";
import {
  deskVerificationDecisionPath,
  deskVerificationIrregularityPath,
  deskVerificationPath,
  deskVerificationReplayPath,
  deskVerificationReturnPath,
  deskVerificationsPath,
} from "../../../contract/desk-addresses.ts";
import { DossiersFailure } from "../../../dossiers/dossiers-failures.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { dayMs, later } from "../../../platform/time/durations.ts";
import { reportIrregularity } from "../../../proofing/decision/report-irregularity.ts";
import { openReturnsOf } from "../../../proofing/decision/return-reads.ts";
import { returnSitting } from "../../../proofing/decision/return-sitting.ts";
import { maySeeCase, mayTakeUp, requireIndependence } from "../../../proofing/decision/second-person.ts";
import { verifyProofing } from "../../../proofing/decision/verify-proofing.ts";
import { awaitsVerification, mayCheck } from "../../../proofing/proofing.ts";
import { ProofingFailure } from "../../../proofing/proofing-failures.ts";
import { proofingById, verificationQueue } from "../../../proofing/proofing-reads.ts";
import { logReplay } from "../../../proofing/replay/log-replay.ts";
import { replayOf } from "../../../proofing/replay/replay-reads.ts";
import { deadlinesOfRa } from "../../../watch/deadlines/deadline-reads.ts";
import { answerForm, type Beside, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { paperShown } from "../case/case-papers-view.tsx";
import { irregularityForm } from "../case/irregularity-form.ts";
import { type DeskDeps, type DeskFrame, deskFrame } from "../desk-page.tsx";
import { readCase } from "../evidence/case-facts.ts";
import { VerificationView } from "./verification-case-view.tsx";
import { VerificationQueueView } from "./verification-view.tsx";
import { WatchedNow } from "./verification-watched-view.tsx";

const address = z.object({ proofingId: z.uuid() });
const decisionForm = z.object({
  outcome: z.enum(["approved", "refused"]),
  reason: z.string().default(""),
  note: z.string().trim().max(2000).default(""),
  checks: z.union([z.string(), z.array(z.string())]).optional(),
});
const besideDecision: Beside = {
  "reason-unfit": "reason",
  "deny-list-hit": "note",
  "verification-checks-missing": "checks",
};
const returnForm = z.object({
  reason: z.string("Escolha o motivo."),
  note: z.string().trim().min(3, "Escreva o que rever ou refazer.").max(2000),
});
const besideReturn: Beside = { "reason-unfit": "reason", "return-words-missing": "note" };
const replayReport = z.object({
  fromMs: z.number().nonnegative(),
  toMs: z.number().positive(),
  rate: z.number().positive(),
});

const listOf = (value: string | string[] | undefined): string[] => [value ?? []].flat();

/** The second person: a queue, and the case read-only beside the recording. */
export function verificationPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const idOf = (request: FastifyRequest): string => {
    const { data } = address.safeParse(request.params);
    if (!data) throw new Failure("not-found");
    return data.proofingId;
  };

  const caseOf = async (frame: DeskFrame, proofingId: string) => {
    const proofing = await proofingById(ctx.db, proofingId);
    if (!proofing?.validation) throw new Failure("not-found");
    const facts = await readCase(ctx, proofing.roomId);
    if (!mayCheck(frame.agent, proofing, facts.order.cpf ?? "")) throw new Failure("not-found");
    if (awaitsVerification(proofing)) requireIndependence(frame.agent, proofing.attendants, facts.now);
    if (!maySeeCase(frame.agent, proofing, facts.now)) throw new DossiersFailure("evidence-not-yours");
    const replay = await replayOf(ctx.db, proofing, frame.agent.id, facts.content.verification);
    return { proofing, facts, replay };
  };

  const view = async (frame: DeskFrame, request: FastifyRequest, errors?: FormErrors) => {
    const { proofing, facts, replay } = await caseOf(frame, idOf(request));
    const shown = paperShown(facts, request.query as Record<string, unknown>);
    const ticked = new Set(listOf((request.body as { checks?: string | string[] } | undefined)?.checks));
    const tasks = await verificationQueue(ctx.db, frame.agent.raId);
    const now = ctx.clock.now();
    const next = tasks.find((task) => task.proofingId !== proofing.id && mayTakeUp(frame.agent, task, now));
    return VerificationView({ frame, facts, shown, replay, ticked, errors, next: next?.proofingId });
  };

  app.get(deskVerificationsPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const all = await verificationQueue(ctx.db, frame.agent.raId);
    const now = ctx.clock.now();
    const tasks = all.filter((task) => mayTakeUp(frame.agent, task, now));
    const forOthers = all.length - tasks.length;
    const running = await deadlinesOfRa(ctx.db, frame.agent.raId, later(now, 30 * dayMs));
    const due = new Map(running.filter(({ kind }) => kind === "verification").map((one) => [one.orderId, one]));
    const returned = await openReturnsOf(ctx.db, frame.agent.raId);
    return sendPage(reply, VerificationQueueView({ frame, tasks, forOthers, returned, due, now }));
  });

  app.get(deskVerificationPath.route, async (request, reply) =>
    sendPage(reply, await view(await deskFrame(ctx, request, "verifier"), request)),
  );

  app.post(deskVerificationDecisionPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const proofingId = idOf(request);
    const act = async (form: z.output<typeof decisionForm>) => {
      await verifyProofing(ctx, { proofingId, ...form, checks: listOf(form.checks), by: frame.agent });
      return reply.redirect(deskVerificationPath(proofingId), 303);
    };
    return answerForm(reply, decisionForm, request.body, act, (errors) => view(frame, request, errors), besideDecision);
  });

  app.post(deskVerificationIrregularityPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const proofing = await proofingById(ctx.db, idOf(request));
    if (proofing?.raId !== frame.agent.raId) throw new Failure("not-found");
    const act = async ({ irregularidade: kind, relato: note }: z.output<typeof irregularityForm>) => {
      await reportIrregularity(ctx, { roomId: proofing.roomId, kind, note, by: frame.agent });
      return reply.redirect(deskVerificationPath(proofing.id), 303);
    };
    return answerForm(reply, irregularityForm, request.body, act, (errors) => view(frame, request, errors));
  });

  app.post(deskVerificationReturnPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const proofingId = idOf(request);
    const act = async (form: z.output<typeof returnForm>) => {
      await returnSitting(ctx, { proofingId, ...form, by: frame.agent });
      return reply.redirect(deskVerificationPath(proofingId), 303);
    };
    return answerForm(reply, returnForm, request.body, act, (errors) => view(frame, request, errors), besideReturn);
  });

  /** The player's report of what it showed; the answer is what was watched by now, as the page shows it. */
  app.post(deskVerificationReplayPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const { data } = replayReport.safeParse(request.body);
    if (!data) throw new ProofingFailure("replay-unbelievable");
    const { rate, ...span } = data;
    const proofingId = idOf(request);
    await logReplay(ctx, { proofingId, span, rate, by: frame.agent });
    const proofing = (await proofingById(ctx.db, proofingId))!;
    const { content } = (await rulePackById(ctx.db, proofing.rulePackId))!;
    const replay = await replayOf(ctx.db, proofing, frame.agent.id, content.verification);
    return sendPage(reply, WatchedNow({ replay, content }));
  });
}
