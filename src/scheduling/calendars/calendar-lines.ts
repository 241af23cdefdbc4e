/** One content line (RFC 5545 §3.1): `DTSTART;TZID="(UTC-04:00) Manaus":20261203T100000`. Names in upper case. */
export type ContentLine = { name: string; params: ReadonlyMap<string, string>; value: string };

/** What stands between BEGIN and END, without what is nested in it (an alarm's times are not the event's). */
export type CalendarPart = { name: string; lines: ContentLine[]; inner: CalendarPart[] };

type CalendarText = {
  /** Lines of the calendars themselves, as METHOD and X-WR-TIMEZONE. */
  calendars: CalendarPart[];
  /** The file ends before its calendar does: something may be missing. */
  isCut: boolean;
  /** The part that was still open when the file ended. */
  unfinished: CalendarPart | undefined;
};

/** Bytes of a calendar as text: UTF-8, or UTF-16 where its first bytes say so. */
export function calendarTextOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}

/** Any line ending; lines folded by a space or a tab (§3.1) are one again. */
function unfolded(text: string): string[] {
  return text
    .replace(/\r\n|[\r\u2028\u2029]/g, "\n")
    .replace(/\n[ \t]/g, "")
    .split("\n");
}

const param = /;\s*([A-Za-z0-9-]+)\s*=\s*((?:"[^"]*"|[^";:])*)/g;
const line = /^\s*([A-Za-z0-9-]+)((?:\s*;\s*[A-Za-z0-9-]+\s*=\s*(?:"[^"]*"|[^";:])*)*)\s*:(.*)$/;
/** A name that should stand in quotes and does not: `TZID=(UTC-04:00) Manaus`, whose colon ends nothing. */
const bareZone = /(;\s*TZID=)(?!")([^":;]*:\d\d\)[^":;]*)/i;

function contentLine(text: string): ContentLine | undefined {
  const found = line.exec(text.replace(bareZone, '$1"$2"'));
  if (!found) return undefined;
  const [, name = "", written = "", value = ""] = found;
  const params = new Map<string, string>();
  for (const [, key = "", said = ""] of written.matchAll(param))
    params.set(key.toUpperCase(), said.replaceAll('"', "").trim());
  return { name: name.toUpperCase(), params, value: value.trim() };
}

/** What may stand directly in a calendar, so that a second BEGIN inside one means that an END is missing. */
const topLevel = /^V(?!ALARM)/;

/**
 * The calendars of a text, as far as they can be told apart: a fault in one event (a line without a name, an END that is
 * missing, of another kind or of nothing) ends with that event. Never throws.
 */
export function calendarsIn(text: string): CalendarText {
  const calendars: CalendarPart[] = [];
  const open: CalendarPart[] = [];
  let ended = false;
  for (const written of unfolded(text)) {
    const read = contentLine(written);
    const part = read?.value.toUpperCase() ?? "";
    if (read?.name === "BEGIN") {
      const begun: CalendarPart = { name: part, lines: [], inner: [] };
      if (part === "VCALENDAR") {
        open.length = 0;
        ended = false;
        calendars.push(begun);
      } else {
        // An event after the calendar's end, or inside another one, is an event all the same.
        const [last] = calendars.slice(-1);
        if (topLevel.test(part) && last) open.splice(0, open.length, last);
        if (open.length === 0) continue;
        open.at(-1)?.inner.push(begun);
      }
      open.push(begun);
    } else if (read?.name === "END") {
      const depth = open.findLastIndex(({ name }) => name === part);
      if (depth >= 0) open.length = depth;
      ended ||= part === "VCALENDAR";
    } else if (read) open.at(-1)?.lines.push(read);
  }
  return { calendars, isCut: !ended || open.length > 1, unfinished: open[1] };
}

/** The first line of a name; undefined where the part has none. */
export function lineOf(part: CalendarPart, name: string): ContentLine | undefined {
  return part.lines.find((line) => line.name === name);
}

export function linesOf(part: CalendarPart, name: string): ContentLine[] {
  return part.lines.filter((line) => line.name === name);
}

/** A value that is a word, in upper case; "" where there is none. */
export function wordOf(part: CalendarPart, name: string): string {
  return lineOf(part, name)?.value.toUpperCase() ?? "";
}
