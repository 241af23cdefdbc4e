import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  officeMemberInvitationPath,
  officeMemberKeysConsentPath,
  officeMemberKeysPath,
  officeMemberKeysRefusalPath,
  officeMemberPath,
  officeMemberSuspensionPath,
} from "../../../contract/office-addresses.ts";
import { agentById, invitationBegunBy, tiesOf } from "../../../people/agent-reads.ts";
import { agreeToPasskeyRemoval, refusePasskeyRemoval } from "../../../people/passkeys/answer-passkey-removal.ts";
import { askPasskeyRemoval } from "../../../people/passkeys/ask-passkey-removal.ts";
import { passkeyRemovalOf, passkeysOf } from "../../../people/passkeys/passkey-reads.ts";
import { inviteAgent } from "../../../people/sign-in/invite-agent.ts";
import { suspendAgent } from "../../../people/team/suspend-agent.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { actsOf, nothing } from "../../acts.ts";
import { Elsewhere } from "../../page.ts";
import { idIn, type OfficeDeps, officeFrame } from "../office-page.tsx";
import { type AccessFacts, InvitedView } from "./access-view.tsx";

export async function accessFacts(ctx: Context, agentId: string): Promise<AccessFacts> {
  const removal = await passkeyRemovalOf(ctx.db, agentId);
  return { keys: (await passkeysOf(ctx.db, agentId)).length, ties: await tiesOf(ctx.db, agentId), removal };
}

/** `/office/equipe/:id/…`: somebody's way in. Every link goes to the person's own e-mail; no screen of another shows it. */
export function accessPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const { page, press } = actsOf(app);
  /** A person of another AR is not found, whatever was sent. */
  const member = async (request: FastifyRequest) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agent = await agentById(ctx.db, idIn((request.params as { id: string }).id));
    if (agent?.raId !== frame.who.raId) throw new Failure("not-found");
    return { frame, agent };
  };
  type Member = Awaited<ReturnType<typeof member>>;
  /** The person whose link is on its way. Whoever began the invitation also sees the first manager of another AR. */
  const invited = async (request: FastifyRequest) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agent = await agentById(ctx.db, idIn((request.params as { id: string }).id));
    const begunBy = agent && (await invitationBegunBy(ctx.db, agent.id, frame.now));
    if (!agent || (agent.raId !== frame.who.raId && begunBy !== frame.who.id)) throw new Failure("not-found");
    if (begunBy === undefined) throw new Elsewhere(officeMemberPath(agent.id));
    return { frame, agent };
  };
  const back = ({ agent }: Member) => `${officeMemberPath(agent.id)}?guardado=sim`;

  page(officeMemberInvitationPath, invited, InvitedView);
  press(officeMemberInvitationPath, {
    guard: member,
    form: nothing,
    act: (_, { frame, agent }) => inviteAgent(ctx, { agentId: agent.id, by: frame.who }),
    to: ({ agent }) => officeMemberInvitationPath(agent.id),
  });
  press(officeMemberSuspensionPath, {
    guard: member,
    form: z.object({ suspender: z.enum(["sim", "nao"]) }),
    act: ({ suspender }, { frame, agent }) =>
      suspendAgent(ctx, { agentId: agent.id, suspended: suspender === "sim", by: frame.who }),
    to: back,
  });
  for (const [address, act] of [
    [officeMemberKeysPath, askPasskeyRemoval],
    [officeMemberKeysConsentPath, agreeToPasskeyRemoval],
    [officeMemberKeysRefusalPath, refusePasskeyRemoval],
  ] as const)
    press(address, {
      guard: member,
      form: nothing,
      act: (_, { frame, agent }) => act(ctx, { agentId: agent.id, by: frame.who }),
      to: (by) => `${back(by)}#acesso`,
    });
}
