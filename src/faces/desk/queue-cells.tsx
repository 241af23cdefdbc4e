import type { RequirementState } from "../../documents/papers/paper.ts";
import { papersToCheck } from "../../documents/papers/paper-check.ts";
import { defaultLanguage, type Language, languageWords } from "../../scheduling/agenda/language.ts";
import type { AgendaRow } from "../../scheduling/appointments/scheduling-reads.ts";
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

/** Complete means that a person accepted each; what only came is still to be looked at. */
export function PapersCell({ papers }: { papers: readonly RequirementState[] }) {
  const here = papersToCheck(papers);
  const missing = papers.filter((paper) => paper.state !== "accepted" && !here.includes(paper));
  const titles = (some: readonly RequirementState[]) => some.map(({ title }) => title).join(", ");
  if (missing.length > 0) return <span class="lack">Falta: {titles(missing)}</span>;
  if (here.length > 0) return <span class="lack">A conferir: {titles(here)}</span>;
  return <Tag tone="ok">Completos</Tag>;
}
