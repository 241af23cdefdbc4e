import { hourMs } from "../../platform/time/durations.ts";
import type { Appointment } from "../../scheduling/appointments/appointment.ts";

/** Sittings with less between them are one visit to the person who sits there. */
const breath = hourMs;

type Sitting = Pick<Appointment, "id" | "startsAt" | "endsAt">;

/**
 * The sittings that follow one another with this one among them, the first one first: their reminder is one letter.
 * Empty where it is not among those given.
 */
export function runOf<S extends Sitting>(sittings: readonly S[], id: string): S[] {
  let run: S[] = [];
  for (const sitting of [...sittings].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const last = run.at(-1);
    const follows = last && sitting.startsAt.getTime() - last.endsAt.getTime() <= breath;
    if (!follows && run.some((one) => one.id === id)) break;
    run = follows ? [...run, sitting] : [sitting];
  }
  return run.some((one) => one.id === id) ? run : [];
}
