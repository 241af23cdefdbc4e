import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Context } from "../../platform/context.ts";
import { Failure } from "../../platform/failure.ts";
import { inviteInterpreter } from "../../rooms/invite-interpreter.ts";
import { guestOf, lookAtGuestPass, openGuestPass } from "../../rooms/open-guest-pass.ts";
import { roomById } from "../../rooms/rooms-views.ts";
import { GuestPage, GuestPassView } from "../applicant/guest-view.tsx";
import { requireAgent } from "../desk/agent-session.ts";
import { sendPage } from "../page.ts";

export const guestCookie = "confere_convidado";

const address = z.object({ roomId: z.uuid() });
const invitation = z.object({ name: z.string().trim().min(1).max(120) });
const pass = z.object({ token: z.string().regex(/^[\w-]{43}$/) });
const limit = { config: { rateLimit: { max: 30, timeWindow: 60_000 } } };

/** The agent invites an interpreter; the guest's browser takes the seat by a button (docs/room-protocol.md, "Interpreter and supervisor"). */
export function guestPasses(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.post("/api/v1/rooms/:roomId/interpreter-pass", limit, async (request, reply) => {
    const room = address.safeParse(request.params).data;
    if (!room) throw new Failure("room-not-found");
    const { success, data } = invitation.safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    const agent = await requireAgent(ctx, request);
    const { token, expiresAt } = await inviteInterpreter(ctx, { ...room, agent, name: data.name });
    const url = `${ctx.config.publicUrl}/sala/convite/${token}`;
    return reply.status(201).send({ url, expiresAt: expiresAt.toISOString() });
  });

  const lookAt = async (request: FastifyRequest) => {
    const { data } = pass.safeParse(request.params);
    if (!data) throw new Failure("guest-pass-used");
    return { ...(await lookAtGuestPass(ctx, { ...data, seat: request.cookies[guestCookie] })), ...data };
  };

  app.get("/sala/convite/:token", limit, async (request, reply) => {
    const found = await lookAt(request);
    if (found.isMine) return reply.redirect(`/sala/${found.roomId}/interprete`, 303);
    return sendPage(reply, GuestPassView({ ...found, demo: ctx.config.demo }));
  });

  app.post("/sala/convite/:token", limit, async (request, reply) => {
    const { isMine, roomId, token } = await lookAt(request);
    if (!isMine) {
      const { seat } = await openGuestPass(ctx, { token });
      reply.setCookie(guestCookie, seat, {
        httpOnly: true,
        sameSite: "lax",
        path: "/",
        secure: ctx.config.publicUrl.startsWith("https:"),
      });
    }
    return reply.redirect(`/sala/${roomId}/interprete`, 303);
  });

  app.get("/sala/:roomId/interprete", async (request, reply) => {
    const { data } = address.safeParse(request.params);
    const room = data && (await roomById(ctx.db, data.roomId));
    const guest = room && (await guestOf(ctx, room.id, request.cookies[guestCookie]));
    if (!room || !guest) throw new Failure("guest-pass-used");
    return sendPage(reply, GuestPage({ room, name: guest.name, demo: ctx.config.demo }));
  });
}
