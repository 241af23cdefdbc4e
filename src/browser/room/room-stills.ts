import * as seatIds from "../../contract/page-ids/seat-ids.ts";
import type { StillFailure, StillFault, StillKind } from "../../contract/room-wire.ts";
import type { RoomEngine } from "../call/room-engine.ts";
import { guideStill } from "../devices/still-guide.ts";
import { byId } from "../tab/by-id.ts";
import { Refused } from "../tab/refused.ts";
import { announceNow } from "../tab/room-screen.ts";

const asked = {
  face: "O agente pediu uma foto do seu rosto. Olhe para a câmera.",
  "document-front": "O agente pediu uma foto da frente do documento. Mostre-a para a câmera.",
  "document-back": "O agente pediu uma foto do verso do documento. Mostre-o para a câmera.",
} as const satisfies Record<StillKind, string>;

const faultWords: Record<StillFault, string> = {
  small: "ficou pequena",
  dark: "ficou escura",
  glare: "pegou reflexo",
  blurred: "ficou borrada",
};

/** What the server measured, for the person who took the picture. */
function keptWords(faults: StillFault[] = []): string {
  if (faults.length === 0) return "Foto enviada. Ficou boa.";
  return `Foto enviada. Atenção: ${faults.map((fault) => faultWords[fault]).join(" e ")}. O agente pode pedir outra.`;
}

/** Requests that this page works on: one that comes again (its line was down, the agent pressed twice) is the same picture. */
const inWork = new Set<string>();

export async function answerStill(room: RoomEngine, nonce: string, kind: StillKind): Promise<void> {
  if (inWork.has(nonce)) return;
  inWork.add(nonce);
  await takeStill(room, nonce, kind);
  inWork.delete(nonce);
}

/** The script goes on: what was said of the last picture is over, unless one is being taken. */
export function restStill(): void {
  if (inWork.size === 0) byId(seatIds.still).hidden = true;
}

/** Takes the picture that the agent asked for: words and tones guide the hand, the server's measures come back in words. */
async function takeStill(room: RoomEngine, nonce: string, kind: StillKind): Promise<void> {
  const box = byId(seatIds.still);
  const say = (words: string) => {
    box.hidden = false;
    box.textContent = words;
    announceNow(words);
  };
  // The agent waits for it at the desk: whoever asked is told as well, and may ask again at once.
  const fail = (why: Exclude<StillFailure, "late">, words: string) => {
    room.send({ type: "still-failed", nonce, why });
    say(words);
  };
  if (!room.local) return fail("camera-off", "O agente pediu uma foto, mas a câmera está desligada. Ligue-a e avise.");
  if (room.devices.one.video.state === "lost")
    return fail("camera-stopped", "O agente pediu uma foto, mas a câmera parou. Abra a câmera de novo e avise.");
  say(asked[kind]);
  try {
    await guideStill(room.local, kind, say);
    say("Foto! Segure mais um instante.");
    const { faults } = await room.sendStill(nonce);
    say(keptWords(faults));
  } catch (error) {
    fail("not-taken", error instanceof Refused ? error.message : "A foto não saiu. O agente pode pedir outra.");
  }
}
