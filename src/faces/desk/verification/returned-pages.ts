import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { deskReturnedPath } from "../../../contract/desk-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { answerReturn } from "../../../proofing/decision/answer-return.ts";
import { awaitsVerification } from "../../../proofing/proofing.ts";
import { proofingById } from "../../../proofing/proofing-reads.ts";
import { replayOf } from "../../../proofing/replay/replay-reads.ts";
import { isWithAgent, mayAnswerReturn } from "../../../proofing/returned-sitting.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { paperShown } from "../case/case-papers-view.tsx";
import { type DeskDeps, type DeskFrame, deskFrame } from "../desk-page.tsx";
import { readCase } from "../evidence/case-facts.ts";
import { ReturnedView } from "./returned-view.tsx";

const answer = z.object({
  outcome: z.enum(["handed-in", "redo"]),
  words: z.string().trim().min(3, "Escreva a sua resposta em poucas palavras.").max(2000),
});

/** What the second person sent back, for the agent who attended (or the AR's manager). */
export function returnedPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const view = async (frame: DeskFrame, request: FastifyRequest, errors?: FormErrors) => {
    const { proofingId } = request.params as { proofingId: string };
    const proofing = isId(proofingId) ? await proofingById(ctx.db, proofingId) : undefined;
    if (!proofing || proofing.returns.length === 0 || !mayAnswerReturn(frame.agent, proofing))
      throw new Failure("not-found");
    const facts = await readCase(ctx, proofing.roomId);
    const replay = await replayOf(ctx.db, proofing, frame.agent.id, facts.content.verification);
    const shown = paperShown(facts, request.query as Record<string, unknown>);
    const open = isWithAgent(proofing) && awaitsVerification(proofing) ? proofing.returns.at(-1) : undefined;
    return ReturnedView({ frame, facts, shown, replay, open, errors });
  };

  app.get(deskReturnedPath.route, async (request, reply) =>
    sendPage(reply, await view(await deskFrame(ctx, request, "agent", "manager"), request)),
  );

  app.post(deskReturnedPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent", "manager");
    const { proofingId } = request.params as { proofingId: string };
    if (!isId(proofingId)) throw new Failure("not-found");
    const act = async (form: z.output<typeof answer>) => {
      await answerReturn(ctx, { proofingId, ...form, by: frame.agent });
      return reply.redirect(deskReturnedPath(proofingId), 303);
    };
    const again = (errors: FormErrors) => view(frame, request, errors);
    return answerForm(reply, answer, request.body, act, again, { "return-words-missing": "words" });
  });
}
