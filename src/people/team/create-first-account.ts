import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Cpf } from "../../platform/taxpayer-id.ts";
import { setPasswordHash, useInvitation } from "../agent-store.ts";
import { openRegistrationAuthorityIn } from "../authority/open-registration-authority.ts";
import type { RegistrationAuthorityDraft } from "../authority/registration-authority.ts";
import { countAgents } from "../authority/registration-authority-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { hashPassword, passwordFault, passwordLane } from "../sign-in/password.ts";
import { createAgentIn } from "./create-agent.ts";

/**
 * The installation's first AR and its manager, by the link the first start printed. Failures: invitation-unusable,
 * busy.
 */
export async function createFirstAccount(
  ctx: Context,
  command: {
    token: string;
    ra: RegistrationAuthorityDraft;
    manager: { name: string; cpf: Cpf; email: string; password: string };
  },
): Promise<{ raId: string; agentId: string }> {
  const { manager } = command;
  const fault = passwordFault(manager.password);
  if (fault) throw new PeopleFailure("password-weak", { fault });
  const hash = await passwordLane.run("invitations", (seat) => hashPassword(seat, manager.password));
  return transact(ctx.db, async (tx) => {
    const invitation = await useInvitation(tx, sha256Hex(command.token), ctx.clock.now());
    if (!invitation || invitation.agentId !== null || (await countAgents(tx)) > 0)
      throw new PeopleFailure("invitation-unusable");
    const raId = await openRegistrationAuthorityIn(ctx, tx, { ra: command.ra, by: "installation" });
    const agentId = await createAgentIn(ctx, tx, {
      raId,
      name: manager.name,
      cpf: manager.cpf,
      email: manager.email,
      roles: ["manager"],
      by: "installation",
    });
    await setPasswordHash(tx, agentId, hash);
    return { raId, agentId };
  });
}
