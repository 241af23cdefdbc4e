import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  officeMemberInvitationPath,
  officeMemberKeysConsentPath,
  officeMemberKeysPath,
  officeMemberKeysRefusalPath,
  officeMemberPath,
  officeMemberSuspensionPath,
} from "../../../contract/office-addresses.ts";
import { agentById, tiesOf } from "../../../people/agent-reads.ts";
import { agreeToPasskeyRemoval, refusePasskeyRemoval } from "../../../people/passkeys/answer-passkey-removal.ts";
import { askPasskeyRemoval } from "../../../people/passkeys/ask-passkey-removal.ts";
import { passkeyRemovalOf, passkeysOf } from "../../../people/passkeys/passkey-reads.ts";
import { inviteAgent } from "../../../people/sign-in/invite-agent.ts";
import { suspendAgent } from "../../../people/team/suspend-agent.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { sendPage } from "../../page.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { type AccessFacts, InvitedView } from "./access-view.tsx";

type Address = { Params: { id: string } };

export async function accessFacts(ctx: Context, agentId: string): Promise<AccessFacts> {
  const removal = await passkeyRemovalOf(ctx.db, agentId);
  return { keys: (await passkeysOf(ctx.db, agentId)).length, ties: await tiesOf(ctx.db, agentId), removal };
}

/** `/office/equipe/:id/…`: somebody's way in. Every link goes to the person's own e-mail; no screen of another shows it. */
export function accessPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  app.post<Address>(officeMemberInvitationPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agentId = await ofOwnTeam(ctx, frame, request.params.id);
    await inviteAgent(ctx, { agentId, by: frame.who });
    const { name, email, hasPassword: resets } = (await agentById(ctx.db, agentId))!;
    return sendPage(reply, InvitedView({ frame, name, email, resets }));
  });

  app.post<Address>(officeMemberSuspensionPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agentId = await ofOwnTeam(ctx, frame, request.params.id);
    const { success, data } = z.object({ suspender: z.enum(["sim", "nao"]) }).safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    await suspendAgent(ctx, { agentId, suspended: data.suspender === "sim", by: frame.who });
    return reply.redirect(`${officeMemberPath(agentId)}?guardado=sim`, 303);
  });

  for (const [{ route }, act] of [
    [officeMemberKeysPath, askPasskeyRemoval],
    [officeMemberKeysConsentPath, agreeToPasskeyRemoval],
    [officeMemberKeysRefusalPath, refusePasskeyRemoval],
  ] as const)
    app.post<Address>(route, async (request, reply) => {
      const frame = await officeFrame(ctx, request, "manager");
      const agentId = await ofOwnTeam(ctx, frame, request.params.id);
      await act(ctx, { agentId, by: frame.who });
      return reply.redirect(`${officeMemberPath(agentId)}?guardado=sim#acesso`, 303);
    });
}

/** Of another AR it is not there, whatever was sent. */
async function ofOwnTeam(ctx: Context, { who }: OfficeFrame, id: string): Promise<string> {
  const agent = isId(id) ? await agentById(ctx.db, id) : undefined;
  if (agent?.raId !== who.raId) throw new Failure("not-found");
  return agent.id;
}
