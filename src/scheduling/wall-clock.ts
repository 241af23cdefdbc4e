/** Moment of a wall clock in an IANA zone; a wall time that a clock change skips is moved on by it. */
export function momentOf(wall: Date, zone: string): Date {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const offset = (at: number) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  };
  const guess = wall.getTime() - offset(wall.getTime());
  return new Date(wall.getTime() - offset(guess));
}

/** "2026-12-24" and "12:30" (to "24:00") in a zone. */
export function momentAt(day: string, clock: string, zone: string): Date {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return momentOf(new Date(Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes) * 60_000), zone);
}
