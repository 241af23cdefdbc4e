import type { Reader, Transaction } from "../platform/database.ts";

type AgentSignInRow = {
  token_hash: string;
  agent_id: string;
  second_factor: boolean;
  created_at: Date;
  seen_at: Date;
  active_at: Date;
  expires_at: Date;
};

type PasskeyRow = {
  id: string;
  agent_id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  name: string;
  created_at: Date;
  used_at: Date | null;
};

declare module "../platform/database.ts" {
  interface Tables {
    agent_sign_ins: AgentSignInRow;
    passkeys: PasskeyRow;
    webauthn_challenges: {
      challenge: string;
      agent_id: string | null;
      purpose: "register" | "sign-in";
      expires_at: Date;
    };
  }
}

/** The sign-in of that token with its agent, unless the agent is suspended. */
export async function signInByTokenHash(reader: Reader, tokenHash: string) {
  return reader
    .selectFrom("agent_sign_ins as s")
    .innerJoin("agents as a", "a.id", "s.agent_id")
    .select((of) => [
      "s.second_factor as secondFactor",
      "s.seen_at as seenAt",
      "s.active_at as activeAt",
      "s.expires_at as expiresAt",
      "a.id",
      "a.ra_id as raId",
      "a.cpf",
      "a.name",
      "a.roles",
      of
        .selectFrom("passkeys")
        .select((inner) => inner.fn.countAll<number>().as("n"))
        .whereRef("passkeys.agent_id", "=", "a.id")
        .as("passkeys"),
    ])
    .where("s.token_hash", "=", tokenHash)
    .where("a.suspended_at", "is", null)
    .executeTakeFirst();
}

export async function insertSignIn(
  tx: Transaction,
  signedIn: { tokenHash: string; agentId: string; secondFactor: boolean; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx
    .insertInto("agent_sign_ins")
    .values({
      token_hash: signedIn.tokenHash,
      agent_id: signedIn.agentId,
      second_factor: signedIn.secondFactor,
      created_at: now,
      seen_at: now,
      active_at: now,
      expires_at: signedIn.expiresAt,
    })
    .execute();
}

export async function touchSignIn(reader: Reader, tokenHash: string, isActivity: boolean, now: Date): Promise<void> {
  const seen = isActivity ? { seen_at: now, active_at: now } : { seen_at: now };
  await reader.updateTable("agent_sign_ins").set(seen).where("token_hash", "=", tokenHash).execute();
}

/** A locked sign-in is open again. */
export async function markActive(tx: Transaction, tokenHash: string, now: Date): Promise<void> {
  await touchSignIn(tx, tokenHash, true, now);
}

/**
 * Keeps the open sign-ins of these agents from locking, because they sit in a running call. Locked ones stay locked.
 */
export async function keepActive(
  reader: Reader,
  agentIds: readonly string[],
  openSince: Date,
  now: Date,
): Promise<void> {
  await reader
    .updateTable("agent_sign_ins")
    .set({ seen_at: now, active_at: now })
    .where("agent_id", "in", [...agentIds])
    .where("active_at", ">", openSince)
    .execute();
}

export async function confirmSignInAtHand(tx: Transaction, tokenHash: string, agentId: string): Promise<void> {
  await tx
    .updateTable("agent_sign_ins")
    .set({ second_factor: true })
    .where("token_hash", "=", tokenHash)
    .where("agent_id", "=", agentId)
    .execute();
}

export async function deleteSignIn(reader: Reader, tokenHash: string): Promise<void> {
  await reader.deleteFrom("agent_sign_ins").where("token_hash", "=", tokenHash).execute();
}

/** Every sign-in of the agent: a new password or a suspension ends them all. */
export async function deleteSignInsOf(tx: Transaction, agentId: string): Promise<void> {
  await tx.deleteFrom("agent_sign_ins").where("agent_id", "=", agentId).execute();
}

export async function insertChallenge(
  tx: Transaction,
  row: { challenge: string; agentId: string; purpose: "register" | "sign-in"; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.deleteFrom("webauthn_challenges").where("expires_at", "<", now).execute();
  await tx
    .insertInto("webauthn_challenges")
    .values({ challenge: row.challenge, agent_id: row.agentId, purpose: row.purpose, expires_at: row.expiresAt })
    .execute();
}

/** Uses up a live challenge of that agent and purpose; true once for each. */
export async function useChallenge(
  reader: Reader,
  challenge: string,
  agentId: string,
  purpose: "register" | "sign-in",
  now: Date,
): Promise<boolean> {
  const row = await reader
    .deleteFrom("webauthn_challenges")
    .where("challenge", "=", challenge)
    .where("agent_id", "=", agentId)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", now)
    .returning("challenge")
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertPasskey(
  tx: Transaction,
  passkey: { id: string; agentId: string; publicKey: Uint8Array; counter: number; transports: string[]; name: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto("passkeys")
    .values({
      id: passkey.id,
      agent_id: passkey.agentId,
      public_key: Buffer.from(passkey.publicKey),
      counter: passkey.counter,
      transports: passkey.transports,
      name: passkey.name,
      created_at: now,
      used_at: null,
    })
    .execute();
}

export async function passkeyOf(reader: Reader, agentId: string, id: string): Promise<PasskeyRow | undefined> {
  return reader
    .selectFrom("passkeys")
    .selectAll()
    .where("id", "=", id)
    .where("agent_id", "=", agentId)
    .executeTakeFirst();
}

export async function passkeyIdsOf(reader: Reader, agentId: string): Promise<{ id: string; transports: string[] }[]> {
  return reader.selectFrom("passkeys").select(["id", "transports"]).where("agent_id", "=", agentId).execute();
}

/** The counter only grows; zero rows = somebody else used a copy of the key meanwhile (WebAuthn §6.1.1). */
export async function notePasskeyUse(
  tx: Transaction,
  passkey: { id: string; oldCounter: number; counter: number },
  now: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable("passkeys")
    .set({ counter: passkey.counter, used_at: now })
    .where("id", "=", passkey.id)
    .where("counter", "=", passkey.oldCounter)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function deletePasskey(tx: Transaction, agentId: string, id: string): Promise<boolean> {
  const row = await tx
    .deleteFrom("passkeys")
    .where("id", "=", id)
    .where("agent_id", "=", agentId)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Every key of the agent: only by src/people/passkeys/answer-passkey-removal.ts. */
export async function deletePasskeysOf(tx: Transaction, agentId: string): Promise<void> {
  await tx.deleteFrom("passkeys").where("agent_id", "=", agentId).execute();
}
