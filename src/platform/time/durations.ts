/** Milliseconds of a minute, an hour, a day of 24 hours. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The moment `ms` milliseconds after another: `later(now, codeMinutes * minuteMs)`. */
export const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
/** The moment `ms` milliseconds before another. */
export const earlier = (at: Date, ms: number): Date => new Date(at.getTime() - ms);
/** Whole minutes from one moment to another, rounded down; below zero where it comes before. */
export const minutesBetween = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / minuteMs);
