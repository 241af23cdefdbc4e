import * as roomIds from "../../contract/page-ids/room-ids.ts";
import type { GuestFrame } from "../call/guest-frame.ts";
import { lineWords } from "../call/room-words.ts";
import type { Ticks } from "../line/call-stats.ts";
import { byId } from "../tab/by-id.ts";
import { announce, show, tell, warn } from "../tab/room-screen.ts";
import { told } from "../tab/told.ts";
import type { CallScreen, Notices, Screen } from "./holder-screen.ts";
import { showPhone } from "./room-phone.ts";
import { restStill } from "./room-stills.ts";

// Puts what `screenOf` decided into the page, and says aloud what changed.

const places: Record<keyof Notices, string> = {
  cure: roomIds.waitingLine,
  line: roomIds.line,
  away: roomIds.agentAway,
  devices: roomIds.agentDevices,
  pause: roomIds.pause,
};
const proofs = ["imageOut", "soundOut", "imageIn", "soundIn"] as const;
/** The words of the present wait were announced. */
let heard = false;
let thin = false;

export function draw({ name, title, warning, notices, check, waiting, call }: Screen, guest: GuestFrame): void {
  show(name, title);
  if (check) {
    if (check.said) announce(check.said);
    tell(roomIds.early, check.early);
    byId<HTMLButtonElement>(roomIds.knock).disabled = check.isClosed;
  }
  if (waiting) {
    byId(roomIds.waitingText).textContent = waiting.text;
    byId(roomIds.waitingAgain).hidden = !waiting.again;
    byId(roomIds.waitingKept).hidden = waiting.again;
    // What the wait is about is said soon after the knock, then at most once a minute.
    const channel = waiting.urgent ? "assertive" : "polite";
    const said = announce(`${waiting.title}. ${waiting.text}`, channel, heard ? 60_000 : 10_000);
    heard ||= said;
  }
  if (call) drawCall(call, guest);
  if (waiting || call) drawNotices(notices);
  warn(warning);
}

function drawCall(call: CallScreen, guest: GuestFrame): void {
  heard = false;
  if (tell(roomIds.step, call.step)) restStill();
  tell(roomIds.others, call.others);
  guest.seated(call.hasInterpreter);
  showPhone(call.hasPhone);
  byId(roomIds.consent).hidden = !call.asksConsent;
  byId(roomIds.agree).hidden = !call.mayConsent;
  byId(roomIds.recordingBegins).hidden = call.mayConsent;
  for (const key of proofs) told(byId(roomIds.proof(key))).done = call.ticks?.[key] ? "sim" : "nao";
  if (call.ticks) sayTicks(call.ticks);
}

function sayTicks(ticks: Ticks): void {
  if (proofs.every((key) => ticks[key])) announce("Imagem e som indo e vindo.");
  if ((ticks.thin ?? false) === thin) return;
  thin = !thin;
  announce(thin ? lineWords(ticks) : "A internet melhorou. Sua imagem voltou.", "assertive");
}

/**
 * While the notices are hidden their words stay in the page, so that those still true afterwards are not announced as
 * news.
 */
function drawNotices(notices: Notices | undefined): void {
  for (const [key, id] of Object.entries(places) as [keyof Notices, string][]) {
    const notice = notices?.[key];
    if (!notice) byId(id).hidden = true;
    else if (tell(id, notice.words)) {
      const said = notice.over === undefined ? "" : notice.words || notice.over;
      if (said) announce(said, "assertive");
    }
  }
}
