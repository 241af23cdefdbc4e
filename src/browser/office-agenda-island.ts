import * as islandIds from "../contract/page-ids/island-ids.ts";
import { telling, told } from "./tab/told.ts";

/** The agenda by drag: an appointment dropped on a free time posts the same form that the menu "Mudar" shows. */
const agenda = document.querySelector<HTMLElement>(".agenda");
const notice = document.getElementById(islandIds.agendaNotice);
let moving: string | undefined;

const freeUnder = (event: Event) => (event.target as Element).closest<HTMLElement>(telling("start"));

function drop(free: HTMLElement, address: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const fields = { inicio: told(free).start ?? "", agente: told(free).agent ?? "" };
  for (const [name, value] of Object.entries(fields)) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

agenda?.addEventListener("dragstart", (event) => {
  const item = (event.target as Element).closest<HTMLElement>(telling("move"));
  moving = told(item).move;
  if (!moving || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", moving);
  if (notice) notice.textContent = "Solte em um horário livre.";
});
agenda?.addEventListener("dragover", (event) => {
  const free = freeUnder(event);
  for (const other of agenda.querySelectorAll(".over")) if (other !== free) other.classList.remove("over");
  if (!moving || !free) return;
  event.preventDefault();
  free.classList.add("over");
});
agenda?.addEventListener("drop", (event) => {
  const free = freeUnder(event);
  if (!moving || !free) return;
  event.preventDefault();
  drop(free, moving);
});
agenda?.addEventListener("dragend", () => {
  moving = undefined;
  if (notice) notice.textContent = "";
  for (const other of agenda.querySelectorAll(".over")) other.classList.remove("over");
});
