import type { Language } from "../scheduling/agenda/language.ts";
import type { FreeSlot as Slot, SlotLength } from "../scheduling/agenda/slot-chain.ts";

export type DaySlots = { day: string; slots: Slot[] };
/** Free times of an AR by day in Brasília, the chosen day, and the earliest of all. */
export type SlotOffer = {
  days: DaySlots[];
  chosen: DaySlots | undefined;
  first: Slot | undefined;
  /** The attendances that are chosen together, one after the other. */
  lengths: SlotLength[];
  /** The time that was chosen before the page was left, and whether it is still free. */
  wanted: { startsAt: Date; slot: Slot | undefined } | undefined;
  /** The day that was asked for, where it has no such time. */
  without: string | undefined;
  /** What the times are in, and what they may be in. */
  language: Language;
  choices: Language[];
};

/** The address of a page of times: what of it was chosen. */
export type SlotQuery = { dia?: string | undefined; idioma?: string | undefined; horario?: string | undefined };
