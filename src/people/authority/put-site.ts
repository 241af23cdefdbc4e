import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../agent.ts";
import type { SiteDraft } from "./site.ts";
import { insertSite, markSiteClosed, updateSite } from "./site-store.ts";

/** Opens a site of the AR, or changes the one named by `siteId`. Failures: not-allowed, not-found, site-name-taken. */
export async function putSite(
  ctx: Context,
  command: { raId: string; siteId?: string; site: SiteDraft; by: AgentPrincipal },
): Promise<void> {
  const { raId, siteId, site, by } = command;
  if (!mayManage(by, raId)) throw new Failure("not-allowed");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const id = siteId ?? newId(now.getTime());
    if (!siteId) await insertSite(tx, { ...site, id, raId }, now);
    else if (!(await updateSite(tx, { ...site, id, raId }))) throw new Failure("not-found");
    const act = siteId ? "site.changed" : "site.opened";
    await record(tx, { chain: `ar:${raId}`, act, actor: actorOf(by), details: { siteId: id, name: site.name } }, now);
  });
}

/** Closes a site of the AR: no holder is sent there any more. Failures: not-allowed, not-found (closed already). */
export async function closeSite(
  ctx: Context,
  command: { raId: string; siteId: string; by: AgentPrincipal },
): Promise<void> {
  const { raId, siteId, by } = command;
  if (!mayManage(by, raId)) throw new Failure("not-allowed");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (!(await markSiteClosed(tx, raId, siteId, now))) throw new Failure("not-found");
    await record(tx, { chain: `ar:${raId}`, act: "site.closed", actor: actorOf(by), details: { siteId } }, now);
  });
}
