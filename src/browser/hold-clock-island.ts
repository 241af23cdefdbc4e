// Counts a held slot down beside the words that the page already has, says it aloud two minutes before the end, and at
// zero puts in their place what happened and the way on.
import type { PageData } from "../contract/page-data.ts";
import { sayBriefly } from "./tab/brief-words.ts";
import { telling, told } from "./tab/told.ts";

const box = document.querySelector<HTMLElement>(telling("holdSeconds"));
const part = (name: keyof PageData) => box?.querySelector<HTMLElement>(telling(name));
const [lives, over, left, says] = [part("holdLives"), part("holdOver"), part("holdLeft"), part("holdSays")];
// Seconds from the server, not a time: the clock of a phone may be wrong.
const given = Number(told(box).holdSeconds);
const start = { steady: performance.now(), wall: Date.now() };
const warnBefore = 120;
let isWarned = false;

/** A phone that slept may have stopped its steady clock; the wall clock went on. */
function passed(): number {
  return Math.max(performance.now() - start.steady, Date.now() - start.wall) / 1000;
}

function show(): void {
  const seconds = Math.max(0, Math.round(given - passed()));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (left) left.textContent = ` (faltam ${clock})`;
  if (seconds === 0) end();
  else if (says && seconds <= warnBefore && !isWarned) {
    isWarned = true;
    sayBriefly(says, "Faltam 2 minutos para a reserva do horário terminar.");
  }
}

function end(): void {
  clearInterval(ticking);
  if (lives) lives.hidden = true;
  if (over) over.hidden = false;
  for (const held of document.querySelectorAll<HTMLElement>(telling("holdShown"))) held.hidden = true;
  if (says) sayBriefly(says, "A reserva do horário terminou. Nada foi cobrado. Você pode escolher outro horário.");
}

let ticking: ReturnType<typeof setInterval> | undefined;
if (box && !Number.isNaN(given)) {
  ticking = setInterval(show, 1000);
  show();
  // Back on the page after a sleep: at once, not at the next tick.
  document.addEventListener("visibilitychange", show);
}
