import { apiOrderReadinessPath } from "../../contract/program-addresses.ts";
import type { Findings } from "./readiness-verdicts.ts";

/** Adds a run to the order's readiness passport: its score, 0–100, or undefined where it could not be kept. */
export async function keepFindings(order: string, findings: Findings): Promise<number | undefined> {
  try {
    const response = await fetch(apiOrderReadinessPath(order), {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ findings }),
    });
    return response.ok ? ((await response.json()) as { score: number }).score : undefined;
  } catch {
    return undefined; // offline: the caller says so, or the earlier test stands
  }
}
