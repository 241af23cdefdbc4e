import { clockWords, inBrasilia } from "../../platform/time/brasilia.ts";

const day = inBrasilia({ weekday: "long", day: "numeric", month: "long" });

/** "segunda-feira, 23 de novembro, às 14h30 (horário de Brasília)". */
export function whenWords(at: Date): string {
  return `${day.format(at)}, às ${clockWords(at)} (horário de Brasília)`;
}

const dated = inBrasilia({ day: "numeric", month: "long", year: "numeric" });

/** "23 de novembro de 2027": a day that may be another year's. */
export function dayWords(at: Date): string {
  return dated.format(at);
}
