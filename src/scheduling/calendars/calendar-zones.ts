import windowsZones from "cldr-core/supplemental/windowsZones.json" with { type: "json" };
import ICAL from "ical.js";
import { brasilia } from "../../platform/time/brasilia.ts";
import { momentOf, wallOf } from "../agenda/wall-clock.ts";
import { type CalendarPart, lineOf } from "./calendar-lines.ts";

/** A way from the clock on the wall (its figures, as if they were UTC) to the moment, and back. */
export type Zone = { moment(wall: Date): Date; wall(moment: Date): Date };

const named = (name: string): Zone => ({
  moment: (wall) => momentOf(wall, name),
  wall: (moment) => wallOf(moment, name),
});

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false;
  }
}

const [winter, summer] = [new Date("2026-01-15T12:00:00Z"), new Date("2026-07-15T12:00:00Z")] as const;

const bare = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** Windows' names of zones, by CLDR's table; "001" is the zone that the name means where no country is said. */
const windows = new Map(
  windowsZones.supplemental.windowsZones.mapTimezones
    .filter(({ mapZone }) => mapZone._territory === "001")
    .map(({ mapZone }) => [bare(mapZone._other), mapZone._type]),
);

/** Words that a display name puts around a place: "Brasilia Standard Time", "Horário Padrão de Brasília". */
const around =
  /^(fuso )?(hora|horario) (padrao |oficial |de verao )?(d[aeo]s? )?|( (standard|daylight|summer))? time( us (and )?canada| canada)?$/g;
const bySeason = /\b(standard|daylight|summer|padrao|verao)\b/;

let displayed: Map<string, string> | undefined;

/** Places and CLDR's names of zones, in English and Portuguese, to a zone. Made when a file first needs it (half a second). */
function displayNames(): Map<string, string> {
  if (displayed) return displayed;
  const known = new Map([...["brasil", "brasilia"].map((place) => [place, brasilia] as const), ...windows]);
  const note = (name: string, zone: string) => {
    if (name && !known.has(name)) known.set(name, zone);
  };
  const zones = [...new Set(windows.values())].filter(isZone);
  for (const zone of [...zones, ...Intl.supportedValuesOf("timeZone")]) note(bare(zone.split("/").at(-1) ?? ""), zone);
  const names = ["en", "pt-BR"].flatMap((locale) =>
    (["longGeneric", "long", "short"] as const).flatMap((timeZoneName) =>
      zones.map((zone) => {
        const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts(winter);
        return { zone, name: bare(parts.find(({ type }) => type === "timeZoneName")?.value ?? "") };
      }),
    ),
  );
  // "GMT-3" and the like are read as offsets.
  const words = names.filter(({ name }) => !/\d/.test(name));
  for (const { name, zone } of words) note(name, zone);
  // "Central Time" is the zone with a summer; what has none calls itself "Central Standard Time" and comes after it.
  for (const { name, zone } of words) if (!bySeason.test(name)) note(name.replace(around, ""), zone);
  for (const { name, zone } of words) note(name.replace(around, ""), zone);
  displayed = known;
  return displayed;
}

const offsetName = /^(?:UTC|GMT|Z)?\s*(?:([+\-−–])\s*(\d{1,2})(?:[:.]?(\d\d))?)?$/i;

/** "-03:00" of "UTC-3", "GMT-0300", "UTC-03:00"; "UTC" of "Z". */
function offsetZone(text: string): string | undefined {
  const found = offsetName.exec(text.trim());
  if (!found || !text.trim()) return undefined;
  const [, sign, hours, minutes = "00"] = found;
  if (!sign || !hours) return "UTC";
  const zone = `${sign === "+" ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
  return isZone(zone) ? zone : undefined;
}

/** Hours from UTC in a winter without clock changes, as Windows counts its names. */
function hasOffset(zone: string, offset: string): boolean {
  return [winter, summer].some((at) => wallOf(at, zone).getTime() === wallOf(at, offset).getTime());
}

/** IANA zone or offset; not sure where only the offset is known, which a summer time may change. */
type Named = { zone: string; isSure: boolean };

/** "(UTC-04:00) Georgetown, La Paz, Manaus": the zone of a place that has this offset, else the offset itself. */
function displayZone(text: string): Named | undefined {
  const shape = /^\s*(?:\(([^)]*)\)|((?:UTC|GMT)\s*[+-]\s*\d{1,2}:?\d{0,2}))\s*(.*)$/i;
  const [, inBrackets, leading, places = text] = shape.exec(text) ?? [];
  const offset = offsetZone(inBrackets ?? leading ?? "");
  for (const place of [places, ...places.split(/[,;/]/), ...places.split(":")]) {
    const zone = displayNames().get(bare(place)) ?? displayNames().get(bare(place).replace(around, ""));
    if (zone && (!offset || hasOffset(zone, offset))) return { zone, isSure: true };
  }
  return offset ? { zone: offset, isSure: places.trim() === "" } : undefined;
}

const found = new Map<string, Named | undefined>();

/** The zone of a name as calendar programs write it; undefined where nobody knows it. */
export function zoneNamed(name: string): Named | undefined {
  if (found.size > 500) found.clear();
  if (!found.has(name)) found.set(name, search(name.replaceAll('"', "").trim().slice(0, 120)));
  return found.get(name);
}

function search(name: string): Named | undefined {
  if (!name) return undefined;
  // "/freeassociation.sourceforge.net/America/Sao_Paulo", "tzone://Microsoft/Utc", "America/Sao Paulo".
  const tail = name
    .replace(/^\w+:\/\//, "/")
    .split("/")
    .filter(Boolean);
  const endings = tail.map((_, from) => tail.slice(from).join("/").replaceAll(" ", "_"));
  const zone =
    endings.find((ending) => ending.includes("/") && isSpelledZone(ending)) ??
    offsetZone(name) ??
    windows.get(bare(name)) ??
    endings.find(isSpelledZone);
  return zone ? { zone, isSure: true } : displayZone(name);
}

const isSpelledZone = (name: string) => /^[A-Za-z]/.test(name) && isZone(name);

/** "-3", "-3:00" and "-300" as the "-0300" that RFC 5545 §3.3.14 wants; undefined where it is no offset. */
function offsetText(written: string): string | undefined {
  const [, sign = "+", hours, minutes = "00"] = /^([+-]?)(\d{1,2})(?::?(\d\d))?(?::?\d\d)?$/.exec(written) ?? [];
  return hours && Number(hours) < 24 && Number(minutes) < 60
    ? `${sign || "+"}${hours.padStart(2, "0")}${minutes}`
    : undefined;
}

/** A VTIMEZONE by its own rules; undefined where they cannot be read. */
function zoneOfRules(part: CalendarPart): Zone | undefined {
  const rules = part.inner.map((rule) => {
    const lines = rule.lines.flatMap(({ name, value }) => {
      const said = name.startsWith("TZOFFSET") ? offsetText(value) : value;
      return /^(TZOFFSETFROM|TZOFFSETTO|DTSTART|RRULE|RDATE)$/.test(name) && said ? [`${name}:${said}`] : [];
    });
    return [`BEGIN:${rule.name}`, ...lines, `END:${rule.name}`].join("\r\n");
  });
  try {
    const component = new ICAL.Component(
      ICAL.parse(`BEGIN:VTIMEZONE\r\nTZID:x\r\n${rules.join("\r\n")}\r\nEND:VTIMEZONE`) as ConstructorParameters<
        typeof ICAL.Component
      >[0],
    );
    const complete = component
      .getAllSubcomponents()
      .filter((rule) => ["dtstart", "tzoffsetfrom", "tzoffsetto"].every((name) => rule.hasProperty(name)));
    if (complete.length === 0 || complete.length !== part.inner.length) return undefined;
    const zone = new ICAL.Timezone({ component, tzid: "x" });
    const timeOf = (at: Date, within: ICAL.Timezone) => {
      const time = ICAL.Time.fromJSDate(at, true);
      time.zone = within;
      return time;
    };
    return {
      moment: (wall) => timeOf(wall, zone).toJSDate(),
      wall: (moment) => {
        const { year, month, day, hour, minute, second } = timeOf(moment, ICAL.Timezone.utcTimezone).convertToZone(
          zone,
        );
        return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
      },
    };
  } catch {
    // Rules that the library cannot read are no rules; the name is then said to be unknown.
    return undefined;
  }
}

/**
 * The zones of one calendar: by name, where the world knows it (tzdata is newer than a file's copy of old summer times),
 * else by the file's own rules. A name that nobody knows is read as `otherwise` and noted in `unknown`.
 */
export function zonesOf(calendar: CalendarPart, home: string) {
  const unknown = new Set<string>();
  const known = new Map<string, Zone>();
  const rules = new Map(
    calendar.inner.filter(({ name }) => name === "VTIMEZONE").map((part) => [lineOf(part, "TZID")?.value ?? "", part]),
  );
  const byName = (name: string): Zone | undefined => {
    const part = rules.get(name);
    const zone = zoneNamed(name);
    if (zone?.isSure) return named(zone.zone);
    const place = zoneNamed(part ? (lineOf(part, "X-LIC-LOCATION")?.value ?? "") : "");
    const own = place?.isSure ? named(place.zone) : part && zoneOfRules(part);
    if (!own) unknown.add(name);
    return own ?? (zone && named(zone.zone));
  };
  const said = lineOf(calendar, "X-WR-TIMEZONE")?.value;
  const floating = (said && byName(said)) || named(home);
  return {
    /** Names that nobody knows and that the file gives no rules for. */
    unknown,
    /** Some of them are read by rules of the file's own, which may have no end. */
    hasRules: [...rules.keys()].some((name) => !zoneNamed(name)?.isSure),
    /** Whole days are the agent's own days. */
    home: named(home),
    utc: named("UTC"),
    of(name: string | undefined): Zone {
      if (!name) return floating;
      const zone = known.get(name) ?? byName(name) ?? floating;
      known.set(name, zone);
      return zone;
    },
  };
}

export type Zones = ReturnType<typeof zonesOf>;
