import type { Transaction } from "../../platform/database.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { changeRoomAgent } from "../rooms-store.ts";

/**
 * The room of an appointment goes to another agent, within the caller's transaction, lobby and all. Failures:
 * room-ended.
 */
export async function handOverRoom(
  tx: Transaction,
  command: { appointmentId: string; agentId: string },
): Promise<void> {
  if (!(await changeRoomAgent(tx, command.appointmentId, command.agentId))) throw new RoomsFailure("room-ended");
}
