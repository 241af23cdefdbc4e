import { wallOf } from "../src/scheduling/agenda/wall-clock.ts";
import { busyTimesOf } from "../src/scheduling/calendars/calendar-times.ts";
import { type Dice, judgeMade } from "./made-cases.ts";

const from = new Date("2026-11-28T16:30:00Z");
const to = new Date(from.getTime() + 60 * 86_400_000);
const home = "America/Sao_Paulo";

const stamp = (wall: Date) =>
  wall
    .toISOString()
    .replace(/[-:]|\.\d+/g, "")
    .slice(0, 15);
/** Names of zones as programs write them, and the zone that is meant. */
const zones = [
  ["America/Manaus", "America/Manaus"],
  ["SA Western Standard Time", "America/Manaus"],
  ['"(UTC-04:00) Manaus"', "America/Manaus"],
  ["Pacific Standard Time", "America/Los_Angeles"],
  ["E. South America Standard Time", home],
  ['"(UTC-03:00) Brasília"', home],
  ["/freeassociation.sourceforge.net/Europe/Lisbon", "Europe/Lisbon"],
] as const;
const faults = [
  "DTSTART:20261399T000000Z",
  "DTSTART;VALUE=DATE:amanhã",
  "SUMMARY:sem hora",
  "DTSTART:20261202T130000Z\nDTEND:20261202T120000Z",
  "DTSTART:20261202T130000Z\nDURATION:uma hora",
  "DTSTART:20261202T130000Z\nRRULE:FREQ=SECONDLY",
  "DTSTART:20261202T130000Z\nRRULE:QUINZENAL\nDESCRIPTION:linha\nsem dobra: 3",
];

type Made = { lines: string[]; moment: Date };

/** An event at a moment on the hour, in its own zone, now and then a series one of whose occurrences it is. */
function made(dice: Dice, index: number): Made {
  const moment = new Date(Date.UTC(2026, 10, 30 + dice.upTo(50), dice.upTo(24)));
  const [name, zone] = dice.one(zones);
  const times = dice.upTo(3);
  const at = (time: Date) => (times === 0 ? `:${stamp(time)}Z` : `;TZID=${name}:${stamp(wallOf(time, zone))}`);
  const start = new Date(moment.getTime() - (times === 2 ? dice.upTo(3) * 7 * 86_400_000 : 0));
  const series = times === 2 ? [`RRULE:FREQ=WEEKLY${dice.one([";COUNT=60", "", ";INTERVAL=1"])}`] : [];
  const end = dice.one([`DTEND${at(new Date(start.getTime() + 3_600_000))}`, "DURATION:PT1H"]);
  return { lines: ["BEGIN:VEVENT", `UID:${index}`, `DTSTART${at(start)}`, end, ...series, "END:VEVENT"], moment };
}

function judge(dice: Dice): string | undefined {
  const events = Array.from({ length: 1 + dice.upTo(6) }, (_, index) => made(dice, index));
  const bad = Array.from({ length: dice.upTo(4) }, () => [
    "BEGIN:VEVENT",
    "UID:bad",
    ...dice.one(faults).split("\n"),
    "END:VEVENT",
  ]);
  const parts = [...events.map(({ lines }) => lines), ...bad].sort(() => dice.roll() - 0.5);
  const text = ["BEGIN:VCALENDAR", "VERSION:2.0", ...parts.flat(), "END:VCALENDAR"].join(
    dice.one(["\r\n", "\n", "\r"]),
  );
  const answer = busyTimesOf({ text, from, to, zone: home });
  if ("refusal" in answer) return answer.refusal;
  const isBusy = (at: Date) => answer.busy.some((time) => time.from <= at && at < time.to);
  const missed = events.find(({ moment }) => moment >= from && !isBusy(moment));
  if (missed) return `on sale at ${missed.moment.toISOString()}: ${missed.lines.join(" ")}`;
  return answer.leftOut === bad.length ? undefined : `${answer.leftOut} of ${bad.length} counted`;
}

/** Of a thousand made calendars: every good event is busy at its moment, and each bad one is counted. */
export async function* bench() {
  yield await judgeMade("calendars read right", judge);
}
