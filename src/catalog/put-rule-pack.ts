import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf, type Installation, mayManage } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import type { Context } from "../platform/settings/context.ts";
import { insertRulePack } from "./catalog-store.ts";
import { type RulePackContent, rulePackContent } from "./rule-pack.ts";

/**
 * An AR's own rules from `validFrom` on; a later pack is a new row, nothing is overwritten.
 * Throws ZodError where the content does not read. Failures: not-allowed.
 */
export async function putRulePack(
  ctx: Context,
  command: {
    raId: string;
    name: string;
    validFrom: Date;
    content: RulePackContent;
    by: AgentPrincipal | Installation;
  },
): Promise<{ rulePackId: string }> {
  const { raId, name, validFrom, by } = command;
  if (by !== "installation" && !mayManage(by, raId)) throw new Failure("not-allowed");
  const content = rulePackContent.parse(command.content);
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const id = newId(now.getTime());
    await insertRulePack(tx, { id, ra_id: raId, name, valid_from: validFrom, content, created_at: now });
    const details = { rulePackId: id, name, validFrom: validFrom.toISOString() };
    await record(tx, { chain: `ar:${raId}`, act: "rule-pack.put", actor: actorOf(by), details }, now);
    return { rulePackId: id };
  });
}
