import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { deskTasksPath } from "../../../contract/desk-addresses.ts";
import { officePath, officeTroubleEndPath, officeTroubleRetryPath } from "../../../contract/office-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { retryJob, settleJobByHand } from "../../../watch/troubles/retry-job.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import type { OfficeDeps } from "../office-page.tsx";

type Address = { Params: { jobId: string } };

const back = z.object({ de: z.enum(["dia", "tarefas"]).catch("dia") });
const byHand = back.extend({ nota: z.string().trim().min(3).max(300) });

/** `/office/falhas/:jobId`: what the system did not get done is tried again, or was done by a person. */
export function troublePages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const begin = async (request: FastifyRequest<Address>) => {
    const by = await requireAgent(ctx, request);
    const { jobId } = request.params;
    if (!isId(jobId)) throw new Failure("not-found");
    return { jobId, by };
  };
  const placeOf = (de: "dia" | "tarefas") => (de === "tarefas" ? deskTasksPath() : officePath());

  app.post<Address>(officeTroubleRetryPath.route, async (request, reply) => {
    const command = await begin(request);
    await retryJob(ctx, command);
    return reply.redirect(placeOf(back.parse(request.body ?? {}).de), 303);
  });

  app.post<Address>(officeTroubleEndPath.route, async (request, reply) => {
    const command = await begin(request);
    const form = byHand.safeParse(request.body);
    if (!form.success) throw new Failure("form-invalid");
    await settleJobByHand(ctx, { ...command, note: form.data.nota });
    return reply.redirect(placeOf(form.data.de), 303);
  });
}
