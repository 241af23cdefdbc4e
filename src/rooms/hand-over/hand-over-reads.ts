import type { Reader } from "../../platform/database.ts";
import type { HandOver } from "./hand-over.ts";
import { handOverRow, lastHandOverRow, openHandOverRows } from "./hand-over-store.ts";

export const handOverById: (reader: Reader, id: string) => Promise<HandOver | undefined> = handOverRow;

/** The newest of a room: what its agent's page says of it. */
export const lastHandOverOf: (reader: Reader, roomId: string) => Promise<HandOver | undefined> = lastHandOverRow;

/** What waits for this agent's answer at this moment. */
export const handOversFor: (reader: Reader, agentId: string, now: Date) => Promise<HandOver[]> = openHandOverRows;
