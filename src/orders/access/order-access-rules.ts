import { dayMs, hourMs, later, minuteMs } from "../../platform/time/durations.ts";

/** How long a browser may come back to an order without giving number and CPF/CNPJ again. */
const accessDays = 7;
/** On a device that is somebody else's: long enough for a sitting and the certificate after it. */
const borrowedHours = 3;
/** How long a replaced token still opens, for requests that had left with it: a second press, a picture under way. */
const renewedMinutes = 2;

export function accessExpiry(now: Date, endsWithTab = false): Date {
  return later(now, endsWithTab ? borrowedHours * hourMs : accessDays * dayMs);
}

export function renewedExpiry(now: Date): Date {
  return later(now, renewedMinutes * minuteMs);
}
