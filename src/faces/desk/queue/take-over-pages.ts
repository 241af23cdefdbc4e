import type { FastifyInstance } from "fastify";
import { deskCasePath, deskCaseTakeOverPath, deskLateTakeOverPath } from "../../../contract/desk-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { takeUpRoom } from "../../../rooms/hand-over/take-up-room.ts";
import { takeOver } from "../../../watch/lateness/take-over.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import type { DeskDeps } from "../desk-page.tsx";

/** "Assumir": the waiting holder, or a sitting whose agent is gone, becomes this agent's; the case opens. */
export function takeOverPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  app.post<{ Params: { latenessId: string } }>(deskLateTakeOverPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request, "agent");
    const { latenessId } = request.params;
    if (!isId(latenessId)) throw new Failure("not-found");
    const { roomId } = await takeOver(ctx, { latenessId, by });
    return reply.redirect(deskCasePath(roomId), 303);
  });

  app.post<{ Params: { roomId: string } }>(deskCaseTakeOverPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request, "agent");
    const { roomId } = request.params;
    if (!isId(roomId)) throw new Failure("not-found");
    await takeUpRoom(ctx, { roomId, by });
    return reply.redirect(deskCasePath(roomId), 303);
  });
}
