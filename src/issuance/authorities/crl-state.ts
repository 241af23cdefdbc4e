import { dayMs, hourMs } from "../../platform/time/durations.ts";

/** Which authority's list. */
export type ListedKind = "root" | "issuing";

/** What is known of an authority's newest list. */
export type NewestList = { thisUpdate: Date; nextUpdate: Date; entries: number };

/** What is wrong with the newest list: everybody who asks it refuses good certificates, now or soon. */
export type ListFault = "missing" | "from-the-future" | "runs-out";

/** The issuing authority's list is good for six hours (regulation CER-08), the root's for a month. */
export const goodForMs: Record<ListedKind, number> = { root: 30 * dayMs, issuing: 6 * hourMs };
/** Made anew long before it runs out, so that who fetches it always gets a long stretch. */
const anewAfterMs: Record<ListedKind, number> = { root: dayMs, issuing: hourMs };
/** Less than this left, and a person has to look. */
const shortestLeftMs = 4 * hourMs;

export function listFault(list: NewestList | undefined, now: Date): ListFault | undefined {
  if (!list) return "missing";
  if (list.thisUpdate > now) return "from-the-future";
  return list.nextUpdate.getTime() - now.getTime() > shortestLeftMs ? undefined : "runs-out";
}

/** Whether a new list is due, by what stands published and not by who was asked to publish: `revoked` serials so far. */
export function listIsDue(kind: ListedKind, list: NewestList | undefined, revoked: number, now: Date): boolean {
  if (!list || listFault(list, now) || list.entries !== revoked) return true;
  return now.getTime() - list.thisUpdate.getTime() >= anewAfterMs[kind];
}

/** File of an authority's list: "lcr.crl", and "lcr-2.crl" of one that came after it. */
export function listFileOf(kind: ListedKind, generation: number): string {
  return `${kind === "root" ? "raiz" : "lcr"}${generation > 1 ? `-${generation}` : ""}.crl`;
}
