/** The verifier's screen: both sides by one clock, jumps to what happened, and the server's count of what was watched. */

import * as replayIds from "../../contract/page-ids/replay-ids.ts";
import { openPanes } from "../desk/desk-panes.ts";
import { openAgain } from "../tab/own-address.ts";
import { telling, told } from "../tab/told.ts";
import { openLens } from "./picture-lens.ts";
import { showInstants } from "./replay-instants.ts";
import { type Piece, ReplayPlayer, type Span } from "./replay-player.ts";
import { ReplayReport } from "./replay-report.ts";

const reportMs = 4000;
const jumpMs = 5000;
const waitMs = 5000;
const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;
const complain = (words: string) => {
  const place = byId(replayIds.trouble);
  if (place && place.textContent !== words) place.textContent = words;
};

openLens();
let isTroubled = false;
openPanes({
  trouble(words) {
    isTroubled = true;
    complain(words);
  },
  // What failed before has worked since: its message goes.
  swapped() {
    if (isTroubled) complain("");
    isTroubled = false;
    openApproval();
  },
});
void showInstants();

const film = byId(replayIds.film);
if (film) run(film);
else if (byId(replayIds.recordingAwaited)) setTimeout(openAgain, waitMs);

/** The approval opens as soon as the server has counted enough; what was ticked stays. */
function openApproval(): void {
  const button = byId<HTMLButtonElement>(replayIds.approve);
  const held = told(byId(replayIds.decision)).held !== undefined;
  if (!button || held || told(byId(replayIds.watched)).enough !== "sim") return;
  button.disabled = false;
  const why = byId(replayIds.approveWhy);
  if (why) why.textContent = "";
}

function take(html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const id of [replayIds.watched, replayIds.strip]) {
    const [old, fresh] = [byId(id), page.getElementById(id)];
    if (!old || !fresh || old.outerHTML === fresh.outerHTML) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
    old.replaceWith(document.adoptNode(fresh));
    if (focused) [...fresh.querySelectorAll("button")].find(({ textContent }) => textContent === focused)?.focus();
  }
  openApproval();
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function run(root: HTMLElement): void {
  const read = <T>(name: "pieces" | "recorded" | "skip") => JSON.parse(told(root)[name] ?? "[]") as T[];
  const lengthMs = Number(told(root).length);
  const position = byId<HTMLInputElement>(replayIds.position)!;
  const play = byId<HTMLButtonElement>(replayIds.play)!;
  const marks = placeMarks(lengthMs);
  const address = told(root).report;
  const report =
    address &&
    new ReplayReport(address, {
      taken: take,
      trouble: complain,
      stop: () => player.pause(),
    });
  const sitting = {
    lengthMs,
    pieces: read<Piece>("pieces"),
    recorded: read<Span>("recorded"),
    skip: read<Span>("skip"),
  };
  const player: ReplayPlayer = new ReplayPlayer(root, sitting, {
    moved(ms) {
      position.value = String(ms);
      const words = `${clock(ms)} / ${clock(lengthMs)}`;
      const output = byId(replayIds.clock)!;
      if (output.textContent !== words) {
        output.textContent = words;
        position.setAttribute("aria-valuetext", `${clock(ms)} de ${clock(lengthMs)}`);
        marks(ms);
      }
    },
    shown(span, rate) {
      if (report) report.add({ ...span, rate });
    },
    state(words, playing) {
      play.textContent = playing ? "Pausar" : "Reproduzir";
      byId(replayIds.filmState)!.textContent = words;
    },
  });

  play.addEventListener("click", () => (player.playing ? player.pause() : void player.play()));
  position.addEventListener("input", () => void player.seek(Number(position.value)));
  byId(replayIds.back)!.addEventListener("click", () => void player.seek(player.positionMs - jumpMs));
  byId(replayIds.forward)!.addEventListener("click", () => void player.seek(player.positionMs + jumpMs));
  byId<HTMLSelectElement>(replayIds.speed)!.addEventListener("change", ({ target }) =>
    player.setRate(Number((target as HTMLSelectElement).value)),
  );
  const volume = byId<HTMLInputElement>(replayIds.volume)!;
  volume.addEventListener("input", () => {
    player.setVolume(Number(volume.value));
    complain(Number(volume.value) === 0 ? "Sem som não conta como assistido: as perguntas precisam ser ouvidas." : "");
  });
  document.addEventListener("click", ({ target }) => {
    const jump = (target as Element).closest<HTMLElement>(`button${telling("at")}`);
    if (!jump) return;
    void player.seek(Number(told(jump).at)).then(() => player.play());
    root.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    const busy =
      event.target instanceof Element && event.target.closest("input, textarea, select, button, a, dialog, summary");
    if (busy || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " ") player.playing ? player.pause() : void player.play();
    else if (event.key === "ArrowLeft") void player.seek(player.positionMs - jumpMs);
    else if (event.key === "ArrowRight") void player.seek(player.positionMs + jumpMs);
    else return;
    event.preventDefault();
  });
  // A film in a tab that nobody looks at is not watched.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) player.pause();
  });
  addEventListener("pagehide", () => player.pause());
  setInterval(() => player.flush(), reportMs);
}

/** Strokes on the line where something happened; returns what shows the one that has just passed in the list. */
function placeMarks(lengthMs: number): (ms: number) => void {
  const items = [...document.querySelectorAll<HTMLElement>(`#${replayIds.moments} > li`)];
  const strokes = byId(replayIds.strokes)!;
  for (const item of items) {
    const stroke = document.createElement("span");
    told(stroke).kind = told(item).kind;
    stroke.title = item.textContent?.trim() ?? "";
    stroke.style.left = `${(Number(told(item).mark) / Math.max(1, lengthMs)) * 100}%`;
    stroke.addEventListener("click", () => item.querySelector("button")?.click());
    strokes.append(stroke);
  }
  return (ms) => {
    const passed = items.findLast((item) => Number(told(item).mark) <= ms);
    for (const item of items) item.classList.toggle("now", item === passed);
    const list = passed?.parentElement;
    if (!passed || !list || list.matches(":hover, :focus-within")) return;
    list.scrollTop = passed.offsetTop - list.clientHeight / 2;
  };
}
