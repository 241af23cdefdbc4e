import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Cpf } from "../../platform/taxpayer-id.ts";
import { type AgentPrincipal, mayOpenRegistrationAuthority } from "../agent.ts";
import { openRegistrationAuthorityIn } from "../authority/open-registration-authority.ts";
import type { RegistrationAuthorityDraft } from "../authority/registration-authority.ts";
import { mailInvitation } from "../sign-in/invite-agent.ts";
import { createAgentIn } from "./create-agent.ts";

/**
 * Another AR in the installation together with its first manager, who sets a password by the one-time link that goes to
 * their e-mail. Failures: not-allowed, ra-slug-taken, ra-papers-address-taken, agent-email-taken,
 * invitation-needs-mail.
 */
export async function foundRegistrationAuthority(
  ctx: Context,
  command: { ra: RegistrationAuthorityDraft; head: { name: string; cpf: Cpf; email: string }; by: AgentPrincipal },
): Promise<{ raId: string; agentId: string }> {
  const { ra, head, by } = command;
  if (!mayOpenRegistrationAuthority(by)) throw new Failure("not-allowed");
  return transact(ctx.db, async (tx) => {
    const raId = await openRegistrationAuthorityIn(ctx, tx, { ra, by });
    const agentId = await createAgentIn(ctx, tx, { raId, ...head, roles: ["manager"], by });
    await mailInvitation(ctx, tx, agentId, by);
    return { raId, agentId };
  });
}
