import * as roomIds from "../../contract/page-ids/room-ids.ts";
import { lineWords } from "../call/room-words.ts";
import type { Ticks } from "../line/call-stats.ts";
import { byId } from "../tab/by-id.ts";
import { announce, tell } from "../tab/room-screen.ts";

// The four ticks of the applicant's call, and what the line does to it.

const proofs = ["imageOut", "soundOut", "imageIn", "soundIn"] as const;
let thin = false;

export function showTicks(ticks: Ticks): void {
  for (const key of proofs) byId(roomIds.proof(key)).dataset["done"] = ticks[key] ? "sim" : "nao";
  const all = ticks.imageOut && ticks.soundOut && ticks.imageIn && ticks.soundIn;
  if (all) announce("Imagem e som indo e vindo.");
  tell(roomIds.line, lineWords(ticks));
  if ((ticks.thin ?? false) === thin) return;
  thin = !thin;
  announce(thin ? lineWords(ticks) : "A internet melhorou. Sua imagem voltou.", "assertive");
}

/** Out of the call nothing is known to arrive. */
export function forgetTicks(): void {
  for (const key of proofs) byId(roomIds.proof(key)).dataset["done"] = "nao";
}
