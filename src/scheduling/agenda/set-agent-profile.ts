import { record } from "../../audit/record.ts";
import { bookingTermsOf } from "../../catalog/catalog-reads.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { sitesOf } from "../../people/authority/site-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import type { AgentProfile } from "./agenda.ts";
import { profileOf } from "./agenda-reads.ts";
import { storeProfile } from "./agenda-store.ts";
import { isLanguage } from "./language.ts";

/**
 * Which products an agent attends (null: all of the AR) and in which languages ("pt-BR", "libras"). Appointments stay.
 * Failures: agenda-profile-invalid, not-found, not-allowed (managers of the agent's AR only).
 */
export async function setAgentSkills(
  ctx: Context,
  command: { agentId: string; productIds: string[] | null; languages: string[]; by: AgentPrincipal },
): Promise<void> {
  const { agentId, by } = command;
  const productIds = command.productIds && [...new Set(command.productIds)];
  const languages = [...new Set(command.languages)];
  if (languages.length === 0 || !languages.every(isLanguage)) throw new SchedulingFailure("agenda-profile-invalid");
  await transact(ctx.db, async (tx) => {
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (!mayManage(by, agent.raId)) throw new Failure("not-allowed");
    if (productIds && !(await areOf(tx, agent.raId, productIds))) throw new SchedulingFailure("agenda-profile-invalid");
    await storeProfile(tx, agentId, { ...(await profileOf(tx, agentId)), productIds, languages });
    const details = { agentId, productIds, languages };
    const deed = { chain: `ar:${agent.raId}`, act: "agent.skills-set", actor: actorOf(by), details } as const;
    await record(tx, deed, ctx.clock.now());
  });
}

/**
 * At which open sites of the AR an agent receives people; none: by video only. Appointments stay.
 * Failures: agenda-profile-invalid (another AR's site, a closed one), not-found, not-allowed (managers only).
 */
export async function setAgentSites(
  ctx: Context,
  command: { agentId: string; siteIds: string[]; by: AgentPrincipal },
): Promise<void> {
  const { agentId, by } = command;
  const siteIds = [...new Set(command.siteIds)];
  await transact(ctx.db, async (tx) => {
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (!mayManage(by, agent.raId)) throw new Failure("not-allowed");
    const open = (await sitesOf(tx, agent.raId)).map(({ id }) => id);
    if (!siteIds.every((id) => open.includes(id))) throw new SchedulingFailure("agenda-profile-invalid");
    await storeProfile(tx, agentId, { ...(await profileOf(tx, agentId)), siteIds });
    const details = { agentId, siteIds };
    const deed = { chain: `ar:${agent.raId}`, act: "agent.sites-set", actor: actorOf(by), details } as const;
    await record(tx, deed, ctx.clock.now());
  });
}

/**
 * The switch "not now", with its reason: from now on (until `until`, where given) nobody new is given to this agent; null
 * switches back. The agent or a manager. Failures: agenda-time-invalid, not-found, not-allowed.
 */
export async function setAvailability(
  ctx: Context,
  command: { agentId: string; away: { until: Date | null; reason: string } | null; by: AgentPrincipal },
): Promise<void> {
  const { agentId, away, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (away && (away.reason.trim() === "" || (away.until && away.until <= now)))
      throw new SchedulingFailure("agenda-time-invalid");
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (by.id !== agentId && !mayManage(by, agent.raId)) throw new Failure("not-allowed");
    const profile: AgentProfile = { ...(await profileOf(tx, agentId)), away: away && { since: now, ...away } };
    await storeProfile(tx, agentId, profile);
    const act = away ? "agent.away" : "agent.back";
    const details = { agentId, ...away };
    await record(tx, { chain: `ar:${agent.raId}`, act, actor: actorOf(by), details }, now);
  });
}

async function areOf(tx: Transaction, raId: string, productIds: readonly string[]): Promise<boolean> {
  if (productIds.length === 0) return false;
  const known = await bookingTermsOf(tx, productIds);
  return known.length === productIds.length && known.every((terms) => terms.raId === raId);
}
