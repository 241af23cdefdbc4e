import { rulePackAt } from "../../catalog/catalog-reads.ts";
import type { Reader } from "../../platform/database.ts";
import type { RoomSession } from "../room-session.ts";

/** The longest hole that a session may have (ms), by the rules of the day it began: one limit from its begin to the decision. */
export async function maxGapMsOf(reader: Reader, raId: string, session: Pick<RoomSession, "beganAt">): Promise<number> {
  return (await rulePackAt(reader, raId, session.beganAt)).content.room.maxGapSeconds * 1000;
}
