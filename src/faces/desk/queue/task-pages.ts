import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  deskTaskEndPath,
  deskTaskOwnerPath,
  deskTaskRebookingPath,
  deskTasksPath,
} from "../../../contract/desk-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayMs, earlier, later } from "../../../platform/time/durations.ts";
import { lapseProofing } from "../../../proofing/decision/lapse-proofing.ts";
import { ProofingFailure } from "../../../proofing/proofing-failures.ts";
import { proofingOfRoom } from "../../../proofing/proofing-reads.ts";
import { deadlinesOfRa } from "../../../watch/deadlines/deadline-reads.ts";
import { taskById, tasksOf } from "../../../watch/lateness/watch-reads.ts";
import { mayWorkOn } from "../../../watch/task.ts";
import { claimTask, finishTask } from "../../../watch/tasks/finish-task.ts";
import { troublesOf } from "../../../watch/troubles/trouble-reads.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import { type DeskDeps, type DeskFrame, deskFrame } from "../desk-page.tsx";
import { TasksView } from "./task-view.tsx";

const doneForm = z.object({
  resultado: z.string().trim().min(3, "Escreva em poucas palavras como ficou.").max(300, "Texto longo demais."),
});
const nothing = z.object({});
async function view(ctx: Context, frame: DeskFrame, wrong?: { taskId: string; errors: FormErrors }) {
  const now = ctx.clock.now();
  const tasks = await tasksOf(ctx.db, frame.agent.raId, earlier(now, 7 * dayMs));
  const dates = await deadlinesOfRa(ctx.db, frame.agent.raId, later(now, 30 * dayMs));
  const troubles = await troublesOf(ctx.db, frame.agent.raId);
  return TasksView({ frame, tasks, troubles, dates, now, works: mayWorkOn(frame.agent, frame.agent.raId), wrong });
}

/** The AR's work list: what no machine can do, whose it is, by when. One list for desk and office. */
export function taskPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  app.get(deskTasksPath.route, async (request, reply) =>
    sendPage(reply, await view(ctx, await deskFrame(ctx, request))),
  );

  app.post<{ Params: { taskId: string } }>(deskTaskOwnerPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request);
    const { taskId } = request.params;
    if (!isId(taskId)) throw new Failure("not-found");
    await claimTask(ctx, { taskId, by });
    return reply.redirect(deskTasksPath(), 303);
  });

  /** Nobody will decide that sitting: its holder books again. */
  app.post<{ Params: { taskId: string } }>(deskTaskRebookingPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    const { taskId } = request.params;
    const task = isId(taskId) ? await taskById(ctx.db, taskId) : undefined;
    if (task?.kind !== "decision-missing" || task.raId !== frame.agent.raId) throw new Failure("not-found");
    const act = async () => {
      const proofing = await proofingOfRoom(ctx.db, task.subjectId);
      if (!proofing) throw new ProofingFailure("decision-still-possible");
      await lapseProofing(ctx, { proofingId: proofing.id, by: frame.agent });
      return reply.redirect(deskTasksPath(), 303);
    };
    return answerForm(reply, nothing, request.body, act, (errors) => view(ctx, frame, { taskId, errors }));
  });

  app.post<{ Params: { taskId: string } }>(deskTaskEndPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    const { taskId } = request.params;
    if (!isId(taskId)) throw new Failure("not-found");
    return answerForm(
      reply,
      doneForm,
      request.body,
      async ({ resultado }) => {
        await finishTask(ctx, { taskId, result: resultado, by: frame.agent });
        return reply.redirect(deskTasksPath(), 303);
      },
      (errors) => view(ctx, frame, { taskId, errors }),
    );
  });
}
