import { attributeOf } from "../../contract/page-data.ts";
import * as seatIds from "../../contract/page-ids/seat-ids.ts";
import type { SaidLine } from "../../contract/room-wire.ts";
import type { RoomEngine } from "../call/room-engine.ts";
import { unsentWords } from "../call/room-words.ts";
import { byId } from "../tab/by-id.ts";
import { told } from "../tab/told.ts";

/** The text panel of the applicant's page. */
export function addLine({ id, by, text }: SaidLine, agentName: string): void {
  const list = byId(seatIds.talk);
  if (list.querySelector(`[${attributeOf("id")}="${id}"]`)) return;
  const item = document.createElement("li");
  item.className = by === "applicant" ? "own" : "";
  const who = document.createElement("strong");
  who.textContent = { applicant: "Você", agent: agentName, interpreter: "Intérprete", system: "Confere" }[by];
  item.append(who, text);
  told(item).id = id;
  list.append(item);
  list.scrollTop = list.scrollHeight;
}

/** Sends what was typed; while the line is down it waits, and that is said. */
export function openTalk(room: RoomEngine): void {
  byId(seatIds.talkForm).addEventListener("submit", (event) => {
    event.preventDefault();
    const input = byId<HTMLInputElement>(seatIds.talkText);
    const text = input.value.trim();
    if (text && room.send({ type: "say", text })) input.value = "";
  });
  room.onUnsent = (count) => {
    byId(seatIds.talkUnsent).textContent = unsentWords(count);
  };
}
