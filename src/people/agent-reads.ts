import type { Reader } from "../platform/database.ts";
import type { Agent } from "./agent.ts";
import { agentFromRow } from "./agent-store.ts";
import type { AgentTie } from "./agent-tie.ts";

/** Agents of an AR by name, the suspended ones too. */
export async function agentsOf(reader: Reader, raId: string): Promise<Agent[]> {
  const rows = await reader.selectFrom("agents").selectAll().where("ra_id", "=", raId).orderBy("name").execute();
  return rows.map(withoutHash);
}

export async function agentById(reader: Reader, id: string): Promise<Agent | undefined> {
  const row = await reader.selectFrom("agents").selectAll().where("id", "=", id).executeTakeFirst();
  return row && withoutHash(row);
}

/** What was done to this person's access by others, and by this person to others', newest first. */
export async function tiesOf(reader: Reader, agentId: string): Promise<(AgentTie & { agentName: string })[]> {
  return reader
    .selectFrom("agent_ties as t")
    .innerJoin("agents as a", "a.id", "t.agent_id")
    .innerJoin("agents as m", "m.id", "t.made_by")
    .select([
      "t.agent_id as agentId",
      "a.name as agentName",
      "t.made_by as madeBy",
      "m.name as madeByName",
      "t.kind",
      "t.at",
    ])
    .where((where) => where.or([where("t.agent_id", "=", agentId), where("t.made_by", "=", agentId)]))
    .orderBy("t.id", "desc")
    .limit(50)
    .execute();
}

/** Whom a one-time link invites, while it may still be used; `agent` null: the installation's first manager. */
export async function openInvitation(
  reader: Reader,
  tokenHash: string,
  now: Date,
): Promise<{ agent: Agent | null } | undefined> {
  const row = await reader
    .selectFrom("invitations")
    .select("agent_id")
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (!row) return undefined;
  return { agent: row.agent_id === null ? null : ((await agentById(reader, row.agent_id)) ?? null) };
}

/**
 * Who had the link made that an agent may still use; null: the program at its start. Undefined where there is no such
 * link.
 */
export async function invitationBegunBy(
  reader: Reader,
  agentId: string,
  now: Date,
): Promise<string | null | undefined> {
  const row = await reader
    .selectFrom("invitations")
    .select("begun_by")
    .where("agent_id", "=", agentId)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row?.begun_by;
}

function withoutHash(row: Parameters<typeof agentFromRow>[0]): Agent {
  const { passwordHash: _, ...agent } = agentFromRow(row);
  return agent;
}
