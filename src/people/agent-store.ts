import { type Generated, type Reader, type Transaction, violatedConstraint } from "../platform/database.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import type { Agent, AgentRole } from "./agent.ts";
import { PeopleFailure } from "./people-failures.ts";

type AgentRow = {
  id: string;
  ra_id: string;
  name: string;
  cpf: string;
  email: string;
  roles: AgentRole[];
  password_hash: string | null;
  suspended_at: Date | null;
  created_at: Date;
};

type InvitationRow = {
  token_hash: string;
  agent_id: string | null;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
  begun_by: string | null;
};

declare module "../platform/database.ts" {
  interface Tables {
    agents: AgentRow;
    invitations: InvitationRow;
    sign_in_misses: { id: Generated<number>; account_hash: string; address_hash: string; at: Date };
  }
}

type StoredAgent = Agent & { passwordHash: string | null };

export function agentFromRow(row: AgentRow): StoredAgent {
  return {
    id: row.id,
    raId: row.ra_id,
    name: row.name,
    cpf: row.cpf as Cpf,
    email: row.email,
    roles: row.roles,
    suspendedAt: row.suspended_at,
    hasPassword: row.password_hash !== null,
    passwordHash: row.password_hash,
  };
}

export async function insertAgent(tx: Transaction, agent: Agent, now: Date): Promise<void> {
  const { id, raId, name, cpf, email, roles } = agent;
  try {
    await tx
      .insertInto("agents")
      .values({ id, ra_id: raId, name, cpf, email, roles, password_hash: null, suspended_at: null, created_at: now })
      .execute();
  } catch (error) {
    if (violatedConstraint(error) === "agents_email_key") throw new PeopleFailure("agent-email-taken");
    if (violatedConstraint(error) === "agents_ra_id_cpf_key") throw new PeopleFailure("agent-cpf-taken");
    throw error;
  }
}

export async function lockAgent(tx: Transaction, id: string): Promise<StoredAgent | undefined> {
  const row = await tx.selectFrom("agents").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return row && agentFromRow(row);
}

export async function passwordHashOf(reader: Reader, agentId: string): Promise<string | null> {
  const row = await reader.selectFrom("agents").select("password_hash").where("id", "=", agentId).executeTakeFirst();
  return row?.password_hash ?? null;
}

export async function agentByEmail(reader: Reader, email: string): Promise<StoredAgent | undefined> {
  const row = await reader.selectFrom("agents").selectAll().where("email", "=", email).executeTakeFirst();
  return row && agentFromRow(row);
}

export async function setPasswordHash(tx: Transaction, agentId: string, hash: string): Promise<void> {
  await tx.updateTable("agents").set({ password_hash: hash }).where("id", "=", agentId).execute();
}

export async function setSuspended(tx: Transaction, agentId: string, at: Date | null): Promise<void> {
  await tx.updateTable("agents").set({ suspended_at: at }).where("id", "=", agentId).execute();
}

export async function setRoles(tx: Transaction, agentId: string, roles: AgentRole[]): Promise<void> {
  await tx.updateTable("agents").set({ roles }).where("id", "=", agentId).execute();
}

/** Replaces the agent's unused invitations (null = the first manager's): only the newest link opens. */
export async function insertInvitation(
  tx: Transaction,
  invitation: { tokenHash: string; agentId: string | null; begunBy: string | null; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx
    .deleteFrom("invitations")
    .where("agent_id", invitation.agentId === null ? "is" : "=", invitation.agentId)
    .where("used_at", "is", null)
    .execute();
  await tx
    .insertInto("invitations")
    .values({
      token_hash: invitation.tokenHash,
      agent_id: invitation.agentId,
      created_at: now,
      expires_at: invitation.expiresAt,
      used_at: null,
      begun_by: invitation.begunBy,
    })
    .execute();
}

/** Uses the invitation up. Undefined: unknown, used or expired; the words are the same. */
export async function useInvitation(tx: Transaction, tokenHash: string, now: Date) {
  const row = await tx
    .updateTable("invitations")
    .set({ used_at: now })
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["agent_id as agentId", "begun_by as begunBy"])
    .executeTakeFirst();
  return row;
}
