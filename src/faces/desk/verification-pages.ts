import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { Failure } from "../../platform/failure.ts";
import { logReplay } from "../../proofing/log-replay.ts";
import { mayCheck, mayTakeUp } from "../../proofing/proofing.ts";
import { proofingById, replaysOf, verificationQueue } from "../../proofing/proofing-views.ts";
import { keyStretches, replayState } from "../../proofing/replay.ts";
import { reportIrregularity } from "../../proofing/report-irregularity.ts";
import { verifyProofing } from "../../proofing/verify-proofing.ts";
import { deadlinesOfRa } from "../../watch/deadline-views.ts";
import { answerForm, type FormErrors } from "../form.ts";
import { sendPage } from "../page.ts";
import { requireAgent } from "./agent-session.ts";
import { readCase } from "./case-facts.ts";
import { paperShown } from "./case-papers-view.tsx";
import { type DeskDeps, type DeskFrame, deskFrame } from "./desk-page.tsx";
import { irregularityForm } from "./irregularity-form.ts";
import { VerificationQueueView, VerificationView } from "./verification-view.tsx";

const address = z.object({ proofingId: z.uuid() });
const decisionForm = z.object({
  outcome: z.enum(["approved", "refused"]),
  reason: z.string().default(""),
  note: z.string().trim().max(2000).default(""),
});
const replayReport = z.object({
  recordingId: z.uuid(),
  fromMs: z.number().nonnegative(),
  toMs: z.number().positive(),
  rate: z.number().positive(),
});

/** The second person: a queue, and the case read-only beside the recording. */
export function verificationPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const idOf = (request: FastifyRequest): string => {
    const { data } = address.safeParse(request.params);
    if (!data) throw new Failure("not-found");
    return data.proofingId;
  };

  const view = async (frame: DeskFrame, request: FastifyRequest, errors?: FormErrors) => {
    const proofing = await proofingById(ctx.db, idOf(request));
    if (!proofing?.validation) throw new Failure("not-found");
    const facts = await readCase(ctx, proofing.roomId);
    if (!mayCheck(frame.agent, proofing, facts.order.cpf ?? "")) throw new Failure("not-found");
    const watched = await replaysOf(ctx.db, proofing.id, frame.agent.id);
    const { recordings } = facts.facts;
    const replay = replayState(recordings, proofing.steps, watched, facts.content.script.replayShare);
    const keys = keyStretches(recordings, proofing.steps);
    const shown = paperShown(facts, request.query as Record<string, unknown>);
    return VerificationView({ frame, facts, shown, replay, keys, errors });
  };

  app.get("/desk/verificacao", async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const all = await verificationQueue(ctx.db, frame.agent.raId);
    const tasks = all.filter((task) => mayTakeUp(frame.agent, task));
    const forOthers = all.length - tasks.length;
    const now = ctx.clock.now();
    const running = await deadlinesOfRa(ctx.db, frame.agent.raId, new Date(now.getTime() + 30 * 86_400_000));
    const due = new Map(running.filter(({ kind }) => kind === "verification").map((one) => [one.orderId, one]));
    return sendPage(reply, VerificationQueueView({ frame, tasks, forOthers, due, now }));
  });

  app.get("/desk/verificacao/:proofingId", async (request, reply) =>
    sendPage(reply, await view(await deskFrame(ctx, request, "verifier"), request)),
  );

  app.post("/desk/verificacao/:proofingId/decisao", async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const proofingId = idOf(request);
    const act = async (form: z.output<typeof decisionForm>) => {
      await verifyProofing(ctx, { proofingId, ...form, by: frame.agent });
      return reply.redirect(`/desk/verificacao/${proofingId}`, 303);
    };
    return answerForm(reply, decisionForm, request.body, act, (errors) => view(frame, request, errors));
  });

  app.post("/desk/verificacao/:proofingId/irregularidade", async (request, reply) => {
    const frame = await deskFrame(ctx, request, "verifier");
    const proofing = await proofingById(ctx.db, idOf(request));
    if (proofing?.raId !== frame.agent.raId) throw new Failure("not-found");
    const act = async ({ irregularidade: kind, relato: note }: z.output<typeof irregularityForm>) => {
      await reportIrregularity(ctx, { roomId: proofing.roomId, kind, note, by: frame.agent });
      return reply.redirect(`/desk/verificacao/${proofing.id}`, 303);
    };
    return answerForm(reply, irregularityForm, request.body, act, (errors) => view(frame, request, errors));
  });

  /** The player's report of what it showed. */
  app.post("/desk/verificacao/:proofingId/reproducao", async (request, reply) => {
    const by = await requireAgent(ctx, request, "verifier");
    const { data } = replayReport.safeParse(request.body);
    if (!data) throw new Failure("replay-unbelievable");
    const { rate, ...stretch } = data;
    await logReplay(ctx, { proofingId: idOf(request), stretch, rate, by });
    return reply.status(204).send();
  });
}
