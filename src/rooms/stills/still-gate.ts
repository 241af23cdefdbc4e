import type { StillFault, StillMeasures } from "../../contract/room-wire.ts";
import { fairThreads } from "../../platform/threads/fair-threads.ts";
import { ThreadFailure } from "../../platform/threads/guarded-thread.ts";

export type StillQuestion = { jpeg: Uint8Array };
type MeasuredStill = { width: number; height: number; measures: StillMeasures; faults: StillFault[] };
/** undefined: no picture that can be looked at. */
export type StillAnswer = MeasuredStill | undefined;

const threads = fairThreads<StillQuestion, StillAnswer>("rooms/stills/still-worker", {
  threads: 2,
  quickMs: 2_000,
  milliseconds: 8_000,
  heapMb: 128,
  answersPerThread: 500,
});

/** By its first bytes: nothing else is opened, whatever it calls itself. */
export function startsAsJpeg(content: Uint8Array): boolean {
  return content[0] === 0xff && content[1] === 0xd8 && content[2] === 0xff;
}

/** Decodes and measures a stranger's picture in a guarded thread, rooms in turns. Never rejects because of the content. */
export async function measureStill(roomId: string, jpeg: Uint8Array): Promise<StillAnswer> {
  if (!startsAsJpeg(jpeg)) return undefined;
  try {
    return await threads.turn(roomId, (ask) => ask({ jpeg }));
  } catch (error) {
    if (error instanceof ThreadFailure) return undefined;
    throw error;
  }
}
