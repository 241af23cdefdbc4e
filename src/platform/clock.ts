/** The only source of "now" for use cases; rules get the value as an argument. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
