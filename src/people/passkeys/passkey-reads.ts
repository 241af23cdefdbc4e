import type { Reader } from "../../platform/database.ts";
import type { PasskeyRemoval } from "./passkey-removal.ts";
import { openRemovalOf } from "./passkey-removal-store.ts";

/** What was asked about the person's keys and is neither done nor refused. */
export const passkeyRemovalOf: (reader: Reader, agentId: string) => Promise<PasskeyRemoval | undefined> = openRemovalOf;

export type Passkey = { id: string; name: string; createdAt: Date; usedAt: Date | null };

export async function passkeysOf(reader: Reader, agentId: string): Promise<Passkey[]> {
  return reader
    .selectFrom("passkeys")
    .select(["id", "name", "created_at as createdAt", "used_at as usedAt"])
    .where("agent_id", "=", agentId)
    .orderBy("created_at")
    .execute();
}
