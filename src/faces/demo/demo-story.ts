import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { putProduct } from "../../catalog/put-product.ts";
import { putRulePack } from "../../catalog/put-rule-pack.ts";
import { agentsOf } from "../../people/agent-reads.ts";
import { openRegistrationAuthority } from "../../people/authority/open-registration-authority.ts";
import { registrationAuthorityBySlug } from "../../people/authority/registration-authority-reads.ts";
import { acceptInvitation } from "../../people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../people/sign-in/invite-agent.ts";
import { createAgent } from "../../people/team/create-agent.ts";
import { newToken } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { setAgendaHours } from "../../scheduling/agenda/set-agenda-hours.ts";
import { demoAgents, demoProducts, demoRa } from "./demo-shop.ts";

export type DemoAccount = { name: string; email: string; password: string; roles: string[] };

const by = "installation";
const week = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens: "00:00", closes: "24:00" }));
const packName = "Demonstração";

/**
 * The demonstration: one AR, three agents, a full shelf and hours that include "now". Told once; a start that was cut
 * short goes on where it stopped. Passwords are drawn for this installation and kept in a file only its owner reads.
 */
export async function tellDemoStory(ctx: Context): Promise<DemoAccount[]> {
  const file = join(ctx.config.dataFolder, "demo-accounts.json");
  const accounts = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DemoAccount[]) : [];
  const known = await registrationAuthorityBySlug(ctx.db, demoRa.slug);
  if (known && accounts.length === demoAgents.length) return accounts;

  const raId = known?.id ?? (await openRegistrationAuthority(ctx, { by, ra: demoRa })).raId;
  await fillShelf(ctx, raId);
  await shortenSignIn(ctx, raId);
  for (const person of demoAgents.slice(accounts.length)) {
    const token = await invite(ctx, raId, person);
    const password = `demo-${newToken()
      .replace(/[^a-z0-9]/gi, "")
      .slice(0, 10)
      .toLowerCase()}`;
    await acceptInvitation(ctx, { token, password });
    accounts.push({ name: person.name, email: person.email, password, roles: person.roles });
    writeFileSync(file, JSON.stringify(accounts, null, 2), { mode: 0o600 });
  }
  return accounts;
}

async function fillShelf(ctx: Context, raId: string): Promise<void> {
  for (const [position, product] of demoProducts.entries())
    await putProduct(ctx, { by, product: { ...product, raId, position, active: true, slotMinutes: 30 } });
}

/**
 * A visitor goes through everything in minutes and restarts things on purpose: no minimum length of a sitting, and long
 * gaps are allowed.
 */
async function shortenSignIn(ctx: Context, raId: string): Promise<void> {
  const now = ctx.clock.now();
  const pack = await rulePackAt(ctx.db, raId, now);
  if (pack.name === packName) return;
  const room = { ...pack.content.room, minSessionMinutes: 0, maxGapSeconds: 60 };
  await putRulePack(ctx, { by, raId, name: packName, validFrom: now, content: { ...pack.content, room } });
}

async function invite(ctx: Context, raId: string, person: (typeof demoAgents)[number]): Promise<string> {
  const existing = (await agentsOf(ctx.db, raId)).find((agent) => agent.email === person.email);
  const created = existing ? undefined : await createAgent(ctx, { ...person, raId, by });
  const agentId = existing?.id ?? created!.agentId;
  if (person.roles.includes("agent")) await setAgendaHours(ctx, { agentId, hours: week, by });
  return created?.invitationToken ?? (await openAgentLink(ctx, { agentId, by })).invitationToken;
}
