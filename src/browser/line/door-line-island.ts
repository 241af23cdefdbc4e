import { keepFindings } from "./keep-findings.ts";
import { testLine } from "./line-test.ts";
import { judgeLine, judgeUdp, phone } from "./readiness-verdicts.ts";

// The line, tried by the device test and again at the door. Both pages fetch this when they need it: who only looks does
// not pay for it.
export { testLine } from "./line-test.ts";

/**
 * What to do about the line ("" where it is good), without the way to a phone; how the call is to join; whether the
 * passport has it.
 */
export type DoorLine = { cure: string; transport: "udp" | "tcp"; kept: boolean };

/** Tries the line and keeps what it found in the readiness passport. Rejects like `testLine`. */
export async function tryDoorLine(order: string, stream: MediaStream, stop: AbortSignal): Promise<DoorLine> {
  const { down, up, transport } = await testLine(order, stream, stop);
  const judged = { lineDown: judgeLine("down", down), lineUp: judgeLine("up", up), udp: judgeUdp(transport) };
  // Not kept: what was found is still worth its words, and the way to join.
  const kept = (await keepFindings(order, judged)) !== undefined;
  const { cure } = Object.values(judged).find(({ verdict }) => verdict !== "good") ?? { cure: "" };
  return { cure: cure.replace(phone, "").trim(), transport: transport === "tcp" ? "tcp" : "udp", kept };
}
