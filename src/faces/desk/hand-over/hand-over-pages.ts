import type { FastifyInstance } from "fastify";
import {
  deskCasePath,
  deskNoticesPath,
  deskOfferAcceptancePath,
  deskOfferRefusalPath,
  deskPath,
} from "../../../contract/desk-addresses.ts";
import type { AgentPrincipal } from "../../../people/agent.ts";
import { isId } from "../../../platform/ids.ts";
import { acceptHandOver, declineHandOver } from "../../../rooms/hand-over/answer-hand-over.ts";
import { handOversFor } from "../../../rooms/hand-over/hand-over-reads.ts";
import { RoomsFailure } from "../../../rooms/rooms-failures.ts";
import { roomById } from "../../../rooms/rooms-reads.ts";
import { ownSittings } from "../../../scheduling/line/walk-in-reads.ts";
import { answerForm } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import { type DeskDeps, DeskPage, deskFrame } from "../desk-page.tsx";
import { declineForm } from "./hand-over-forms.ts";
import { HandOverNotices } from "./hand-over-view.tsx";
import { ownNextBefore } from "./own-next.ts";

/** What a colleague hands over, heard and seen at every page of the desk, and the answer to it. */
export function handOverPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const notices = async (agent: AgentPrincipal) => {
    const now = ctx.clock.now();
    const own = await ownSittings(ctx.db, agent.id, now);
    const offers = [];
    for (const offer of await handOversFor(ctx.db, agent.id, now)) {
      const room = await roomById(ctx.db, offer.roomId);
      offers.push({ ...offer, ownNext: room && ownNextBefore(own, room.endsAt) });
    }
    return HandOverNotices({ offers });
  };

  app.get(deskNoticesPath.route, async (request, reply) =>
    sendPage(reply, await notices(await requireAgent(ctx, request, "agent"))),
  );

  app.post<{ Params: { id: string } }>(deskOfferAcceptancePath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request, "agent");
    if (!isId(request.params.id)) throw new RoomsFailure("hand-over-over");
    const { roomId } = await acceptHandOver(ctx, { handOverId: request.params.id, by });
    return reply.redirect(deskCasePath(roomId), 303);
  });

  app.post<{ Params: { id: string } }>(deskOfferRefusalPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    const { id: handOverId } = request.params;
    if (!isId(handOverId)) throw new RoomsFailure("hand-over-over");
    const decline = async ({ answer }: { answer: string }) => {
      await declineHandOver(ctx, { handOverId, answer, by: frame.agent });
      return reply.redirect(deskPath(), 303);
    };
    const again = async (errors: Record<string, string>) =>
      DeskPage({ frame, title: "Recusar o repasse", section: "queue", errors, children: await notices(frame.agent) });
    return answerForm(reply, declineForm, request.body, decline, again);
  });
}
