import { type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { PasskeyRemoval } from "./passkey-removal.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    passkey_removals: {
      id: string;
      agent_id: string;
      asked_by: string;
      asked_at: Date;
      takes_effect_at: Date | null;
      agreed_by: string | null;
      done_at: Date | null;
      refused_by: string | null;
      refused_at: Date | null;
    };
  }
}

/** The agent's removal that is neither done nor refused. */
export async function openRemovalOf(reader: Reader, agentId: string): Promise<PasskeyRemoval | undefined> {
  return reader
    .selectFrom("passkey_removals as r")
    .innerJoin("agents as a", "a.id", "r.agent_id")
    .innerJoin("agents as b", "b.id", "r.asked_by")
    .select([
      "r.id",
      "r.agent_id as agentId",
      "a.ra_id as raId",
      "r.asked_by as askedBy",
      "b.name as askedByName",
      "r.asked_at as askedAt",
      "r.takes_effect_at as takesEffectAt",
    ])
    .where("r.agent_id", "=", agentId)
    .where("r.done_at", "is", null)
    .where("r.refused_at", "is", null)
    .executeTakeFirst();
}

export async function insertRemoval(
  tx: Transaction,
  removal: { id: string; agentId: string; askedBy: string; takesEffectAt: Date | null },
  now: Date,
): Promise<void> {
  const { id, agentId, askedBy, takesEffectAt } = removal;
  const row = { id, agent_id: agentId, asked_by: askedBy, asked_at: now, takes_effect_at: takesEffectAt };
  const open = { agreed_by: null, done_at: null, refused_by: null, refused_at: null };
  await tx
    .insertInto("passkey_removals")
    .values({ ...row, ...open })
    .execute();
}

/** False where it is open no more. */
export async function endRemoval(
  tx: Transaction,
  id: string,
  end: { doneAt: Date; agreedBy: string | null } | { refusedAt: Date; refusedBy: string },
): Promise<boolean> {
  const set =
    "doneAt" in end
      ? { done_at: end.doneAt, agreed_by: end.agreedBy }
      : { refused_at: end.refusedAt, refused_by: end.refusedBy };
  const ended = await tx
    .updateTable("passkey_removals")
    .set(set)
    .where("id", "=", id)
    .where("done_at", "is", null)
    .where("refused_at", "is", null)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

/**
 * Managers of the AR who could agree: they have access, are neither who asked nor whose keys they are, and no tie made
 * since `since` binds them to who asked.
 */
export async function secondManagersOf(
  reader: Reader,
  removal: { raId: string; agentId: string; askedBy: string },
  since: Date,
): Promise<string[]> {
  const { raId, agentId, askedBy } = removal;
  const { rows } = await sql<{ id: string }>`
    select m.id from agents m
    where m.ra_id = ${raId} and 'manager' = any (m.roles) and m.suspended_at is null and m.password_hash is not null
      and m.id not in (${agentId}, ${askedBy})
      and not exists (select from agent_ties t where t.at > ${since}
        and (t.agent_id = m.id and t.made_by = ${askedBy} or t.made_by = m.id and t.agent_id = ${askedBy}))`.execute(
    reader,
  );
  return rows.map(({ id }) => id);
}
