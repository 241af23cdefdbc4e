import { defaultLanguage, type Language, languageWords } from "../../scheduling/language.ts";
import type { AgendaRow } from "../../scheduling/scheduling-views.ts";
import { Tag } from "../ui/components.tsx";
import { formatTime } from "../ui/dates.ts";

/** What the agent is to speak, where it is not Portuguese. */
export function LanguageTag({ language }: { language: Language }) {
  return language === defaultLanguage ? null : <Tag>{languageWords[language]}</Tag>;
}

/** The first two cells of a row of the day's queue, whatever the kind of attendance: when, and who for what. */
export function TimeAndHolder({ agenda }: { agenda: AgendaRow }) {
  return (
    <>
      <td data-label="Hora">
        <strong>{formatTime(agenda.startsAt)}</strong>
        <span class="hint"> até {formatTime(agenda.endsAt)}</span>
      </td>
      <td data-label="Titular">
        {agenda.applicantName} <LanguageTag language={agenda.language} />
        <span class="hint block">
          {agenda.productName} · <span class="number">{agenda.orderNumber}</span>
        </span>
      </td>
    </>
  );
}
