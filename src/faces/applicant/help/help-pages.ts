import type { FastifyInstance } from "fastify";
import { helpPath, helpTopicPath } from "../../../contract/holder-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { sendPage } from "../../page.ts";
import { type ApplicantDeps, shopFrame } from "../applicant-page.tsx";
import { helpTopics } from "./help-topics.tsx";
import { HelpTopicView, HelpView } from "./help-view.tsx";

/**
 * "Dúvidas e Suporte": the questions that holders ask, answered where somebody looks for them and linked from each
 * step.
 */
export function helpPages(app: FastifyInstance, { ctx }: Pick<ApplicantDeps, "ctx">): void {
  app.get(helpPath.route, async (request, reply) =>
    sendPage(reply, HelpView({ frame: await shopFrame(ctx, request), topics: helpTopics })),
  );

  app.get<{ Params: { topic: string } }>(helpTopicPath.route, async (request, reply) => {
    const topic = helpTopics.find(({ slug }) => slug === request.params.topic);
    if (!topic) throw new Failure("not-found");
    const related = helpTopics.filter(({ slug }) => topic.related.includes(slug));
    return sendPage(reply, HelpTopicView({ frame: await shopFrame(ctx, request), topic, related }));
  });
}
