import { z } from "zod";
import type { Product } from "../catalog/product.ts";
import type { Context } from "../platform/settings/context.ts";
import { dayInBrazil } from "../platform/time/brasilia.ts";
import { hourMs, minuteMs } from "../platform/time/durations.ts";
import { servedLanguages } from "../scheduling/agenda/agenda-reads.ts";
import { chainTerms, findSlots } from "../scheduling/agenda/find-slots.ts";
import {
  defaultLanguage,
  isLanguage,
  type Language,
  languageChoices,
  languages,
} from "../scheduling/agenda/language.ts";
import type { FreeSlot as Slot, SlotLength } from "../scheduling/agenda/slot-chain.ts";
import type { Beside } from "./form.ts";

type DaySlots = { day: string; slots: Slot[] };
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

/** A time of the page, as it comes back. */
export const slotForm = z.object({
  horario: z
    .string("Escolha um horário da lista.")
    .refine((value) => !Number.isNaN(Date.parse(value)), "Escolha um horário da lista.")
    .transform((value) => new Date(value)),
  /** Absent where the page gave no choice. */
  idioma: z.enum(languages, "Escolha um dos idiomas da lista.").optional(),
});

/** Refusals of a time chosen, wherever one is. */
export const besideSlot: Beside = {
  "slot-taken": "horario",
  "holder-busy": "horario",
  "hold-limit": "horario",
  "hold-lost": "horario",
};

/** `siteId`: in person there; `holderCpf`: who comes, where it is known; `kept`: the language of the time that is changed. */
type Offered = { siteId?: string | null; holderCpf?: string | null; kept?: Language | undefined };

const soon = 2 * hourMs;

/**
 * What may be chosen now for these products, attended one after the other. Close by every start of the grid counts, later
 * only whole slot lengths of the first. Failure: chain-too-long.
 */
export async function offerSlots(
  ctx: Context,
  products: readonly Product[],
  { dia, idioma, horario }: SlotQuery,
  { siteId = null, holderCpf = null, kept }: Offered = {},
): Promise<SlotOffer> {
  const now = ctx.clock.now();
  const productIds = products.map(({ id }) => id);
  const { terms: lengths, raId } = await chainTerms(ctx.db, productIds, now);
  const whole = (products[0]?.slotMinutes ?? 1) * minuteMs;
  const choices = languageChoices(await servedLanguages(ctx.db, { raId, productIds, siteId }), kept);
  const language = isLanguage(idioma) && choices.includes(idioma) ? idioma : (kept ?? defaultLanguage);
  const slots = (await findSlots(ctx.db, { productIds, siteId, holderCpf, language }, now)).filter(
    ({ startsAt }) => startsAt.getTime() - now.getTime() < soon || startsAt.getTime() % whole === 0,
  );
  const byDay = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = dayInBrazil(slot.startsAt);
    byDay.set(day, [...(byDay.get(day) ?? []), slot]);
  }
  const days = [...byDay].map(([day, ofDay]) => ({ day, slots: ofDay }));
  const wanted = wantedAmong(slots, horario);
  const wantedDay = wanted?.slot ? dayInBrazil(wanted.startsAt) : dia;
  const asked = days.find(({ day }) => day === wantedDay);
  // The nearest day that has one, later rather than earlier.
  const chosen = asked ?? days.find(({ day }) => day > (wantedDay ?? "")) ?? days[0];
  const without = wantedDay && /^\d{4}-\d{2}-\d{2}$/.test(wantedDay) && !asked ? wantedDay : undefined;
  return { days, chosen, first: slots[0], lengths, wanted, without, language, choices };
}

function wantedAmong(slots: readonly Slot[], horario: string | undefined): SlotOffer["wanted"] {
  const startsAt = new Date(horario ?? "");
  if (Number.isNaN(startsAt.getTime())) return undefined;
  return { startsAt, slot: slots.find((slot) => slot.startsAt.getTime() === startsAt.getTime()) };
}
