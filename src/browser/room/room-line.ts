import * as roomIds from "../../contract/page-ids/room-ids.ts";
import type { DoorLine } from "../line/door-line-island.ts";
import { byId } from "../tab/by-id.ts";
import { latePart } from "../tab/late-part.ts";
import { told } from "../tab/told.ts";

/** A reload soon after a good test does not pay for it again; whoever was told to change something is tested anew. */
const freshMs = 10 * 60_000;
let trying: AbortController | undefined;
let part: (() => Promise<typeof import("../line/door-line-island.ts")>) | undefined;

/** Tries the line while somebody waits at the door; `found` is told what would mend it, and how the call is to join. */
export async function tryLine(
  page: HTMLElement,
  stream: MediaStream,
  found: (cure: string, transport?: DoorLine["transport"]) => void,
): Promise<void> {
  const say = (cure: string, transport?: DoorLine["transport"]) => {
    byId(roomIds.testLine).textContent = cure || "Boa.";
    found(cure, transport);
  };
  const remember = `confere-internet-${told(page).order}`;
  if (Date.now() - Number(sessionStorage.getItem(remember) ?? 0) < freshMs) return say("");
  if (trying) return;
  trying = new AbortController();
  try {
    part ??= latePart(told(page).line!);
    const { tryDoorLine } = await part();
    const line = await tryDoorLine(told(page).order!, stream, trying.signal);
    if (line.cure === "" && line.kept) sessionStorage.setItem(remember, String(Date.now()));
    say(line.cure, line.transport);
  } catch {
    // The holder was called in meanwhile, or the server is out of reach, which the page says anyway: the earlier test
    // stands.
    byId(roomIds.testLine).textContent = "Não foi testada agora.";
  } finally {
    trying = undefined;
  }
}

/** The call itself needs the line now. */
export function stopLineTest(): void {
  trying?.abort();
}
