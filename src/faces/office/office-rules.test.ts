import assert from "node:assert/strict";
import { test } from "node:test";
import type { Room } from "../../rooms/room.ts";
import type { AgendaRow } from "../../scheduling/appointments/scheduling-reads.ts";
import { sittingOutcome } from "../sitting-outcome.ts";
import { parseBrl, parseLocalTime } from "../staff/form-fields.ts";
import { boardState } from "./board/board-row.ts";
import { hoursText, parseHours } from "./hours-text.ts";
import { contrast, isReadableBrand, lookOf } from "./team/look-colours.ts";

const at = (time: string) => new Date(`2026-11-23T${time}:00-03:00`);
const row = {
  startsAt: at("14:00"),
  endsAt: at("14:30"),
  status: "booked",
  releasedReason: null,
  siteName: null,
} as AgendaRow;
const waiting = {
  closedAt: null,
  closedReason: null,
  startsAt: at("14:00"),
  lobby: { enteredAt: at("13:55") },
  admission: null,
} as unknown as Room;
const admitted = { ...waiting, admission: { outcome: "admitted", decidedAt: at("14:00") } } as Room;

test("the board says who is late, by the room's facts", () => {
  const say = (of: AgendaRow, room: Room | undefined, now: string) => {
    const facts = room && { closedReason: room.closedReason, validated: false, outcome: null, irregular: false };
    const { words, late } = boardState(of, room, sittingOutcome(of, facts), at(now), 5);
    return [words, late];
  };
  assert.deepEqual(say(row, undefined, "13:00"), ["Marcado", undefined]);
  assert.deepEqual(say(row, undefined, "14:03"), ["Titular atrasado 3 min", "applicant"]);
  assert.deepEqual(say(row, waiting, "14:04"), ["Na sala de espera", undefined]);
  assert.deepEqual(say(row, waiting, "14:05"), ["Agente atrasado 5 min", "agent"]);
  const came = { ...waiting, lobby: { enteredAt: at("14:10") } } as unknown as Room;
  assert.deepEqual(say(row, came, "14:14"), ["Na sala de espera", undefined], "nobody was kept waiting before");
  assert.deepEqual(say(row, came, "14:16"), ["Agente atrasado 6 min", "agent"]);
  assert.deepEqual(say(row, admitted, "14:20"), ["Em atendimento", undefined]);
  assert.deepEqual(say(row, admitted, "14:42"), ["Em atendimento, passou 12 min", "overrun"]);
  const ended = { ...admitted, closedAt: at("14:29"), closedReason: "attended" };
  assert.deepEqual(say(row, ended, "14:42"), ["Encerrado sem decisão", undefined]);
  const visit = { ...row, siteName: "Posto Centro" };
  assert.deepEqual(say(visit, undefined, "13:00"), ["Presencial, Posto Centro", undefined]);
  assert.deepEqual(say(visit, undefined, "14:30"), ["Presencial, a registrar", undefined], "nobody is late: no lobby");
  assert.deepEqual(say({ ...row, status: "released", releasedReason: "agent-no-show" }, waiting, "15:00"), [
    "Agente faltou",
    undefined,
  ]);
});

test("a day's hours are read as people write them, and shown in one way", () => {
  const read = (text: string) => parseHours(text, 1)?.map(({ opens, closes }) => `${opens}-${closes}`);
  for (const text of [
    "08:00 às 12:00, 13:30 às 18:00",
    "8h-12h e 13h30-18h",
    "8 a 12; 13:30 até 18",
    "13h30–18h, 8h–12h",
  ])
    assert.deepEqual(read(text), ["08:00-12:00", "13:30-18:00"], text);
  assert.deepEqual(read(""), []);
  assert.deepEqual(read("0h às 24h"), ["00:00-24:00"]);
  for (const text of ["manhã", "8h", "8h-25h", "8:75-9", "8-12-18", "24:30-25"])
    assert.equal(read(text), undefined, text);
  assert.equal(hoursText(parseHours("8-12 e 13-18", 1)!, 1), "08:00 às 12:00, 13:00 às 18:00");
  assert.equal(hoursText(parseHours("8-12", 1)!, 2), "");
});

test("amounts and local times are read, or refused", () => {
  assert.deepEqual(["199,90", "R$ 1.199,90", "200", "0,5"].map(parseBrl), [19990, 119990, 20000, 50]);
  for (const text of ["", "abc", "1,999", "12.3", "-5", "1.99"]) assert.equal(parseBrl(text), undefined, text);
  assert.equal(parseLocalTime("2026-11-24T08:00")?.toISOString(), "2026-11-24T11:00:00.000Z");
  for (const text of ["", "24/11/2026", "2026-13-40T08:00"]) assert.equal(parseLocalTime(text), undefined, text);
});

test("a brand colour must carry white words; the other tokens follow it", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(isReadableBrand("#0b5a4c"), true);
  assert.equal(isReadableBrand("#ffd400"), false);
  const look = lookOf("#144F80");
  assert.equal(look["brand"], "#144f80");
  assert.ok(contrast(look["brand-strong"]!, look["brand-soft"]!) > 7);
});
