import type { RequirementState } from "./paper.ts";

/** Papers that are here and that nobody has looked at yet (VC-07): neither complete nor missing. */
export function papersToCheck(states: readonly RequirementState[]): RequirementState[] {
  return states.filter(({ state }) => state === "received");
}
