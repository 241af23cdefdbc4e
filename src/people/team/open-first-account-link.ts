import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { countAgents } from "../authority/registration-authority-store.ts";
import { inviteIn } from "../sign-in/invite-agent.ts";

/**
 * For a start without the demo story: the token of the link that creates the first AR and its manager, while there is
 * no agent at all; else undefined. Each start makes a new one and the earlier stops working.
 */
export async function openFirstAccountLink(ctx: Context): Promise<{ token: string } | undefined> {
  return transact(ctx.db, async (tx) => {
    if ((await countAgents(tx)) > 0) return undefined;
    return { token: await inviteIn(ctx, tx, null, null) };
  });
}
