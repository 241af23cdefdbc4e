import { inBrasilia } from "../../platform/time/brasilia.ts";
import { inLanguage } from "../../scheduling/agenda/language.ts";
import { chainFrom, type FreeSlot as Slot, type SlotLength } from "../../scheduling/agenda/slot-chain.ts";
import type { FormErrors } from "../form.ts";
import type { SlotOffer } from "../slot-offer.ts";
import { Button, Choices, Empty, ErrorSummary, Notice } from "./components.tsx";
import { formatDay, formatTime, noonOf } from "./dates.ts";
import { LanguageChoice, LanguageField, slotsHref } from "./language-choice.tsx";

const periods = [
  { title: "Madrugada", from: 0, to: 6 },
  { title: "Manhã", from: 6, to: 12 },
  { title: "Tarde", from: 12, to: 18 },
  { title: "Noite", from: 18, to: 24 },
];

function hourOf(slot: Slot): number {
  return Number(formatTime(slot.startsAt).slice(0, 2));
}

const shortDay = inBrasilia({
  weekday: "short",
  day: "2-digit",
  month: "2-digit",
});
const daysAtOnce = 8;

/** Some days at a time, the chosen one among them; earlier and later ones are a link away. */
function DayLinks({ offer, action }: { offer: SlotOffer; action: string }) {
  const at = offer.days.findIndex(({ day }) => day === offer.chosen?.day);
  const from = Math.floor(at / daysAtOnce) * daysAtOnce;
  const [earlier, later] = [offer.days[from - 1], offer.days[from + daysAtOnce]];
  const href = (day: string) => `${slotsHref(action, offer, day)}#dia`;
  return (
    <nav aria-label="Dias com horário livre">
      <ul class="days">
        {offer.days.slice(from, from + daysAtOnce).map(({ day, slots }) => (
          <li key={day}>
            <a href={href(day)} aria-current={day === offer.chosen?.day ? "true" : undefined}>
              <span aria-hidden="true">{shortDay.format(noonOf(day)).replace(/[.,]/g, "")}</span>
              <span class="visually-hidden">{formatDay(noonOf(day))}, </span>
              <small>{slots.length === 1 ? "1 livre" : `${slots.length} livres`}</small>
            </a>
          </li>
        ))}
      </ul>
      <p class="day-pages">
        {earlier && <a href={href(earlier.day)}>Dias anteriores</a>}
        {later && <a href={href(later.day)}>Mais dias</a>}
      </p>
    </nav>
  );
}

/** "às 14h", or for several "das 14h às 15h30". */
function timesOf({ startsAt, endsAt }: Slot, { lengths }: Pick<SlotOffer, "lengths">): string {
  return lengths.length === 1 ? `às ${formatTime(startsAt)}` : `das ${formatTime(startsAt)} às ${formatTime(endsAt)}`;
}

/** "14h, 14h30 e 15h": when each of a chain begins. */
function beginnings({ startsAt }: Slot, lengths: readonly SlotLength[]): string {
  return listWords(chainFrom(startsAt, lengths).map((slot) => formatTime(slot.startsAt)));
}

/** "a, b e c". */
export function listWords(words: readonly string[]): string {
  return new Intl.ListFormat("pt-BR").format(words);
}

function NoSuchDay({ offer: { without, lengths } }: { offer: SlotOffer }) {
  if (!without) return null;
  const what = lengths.length === 1 ? "horário livre" : `${lengths.length} horários livres seguidos`;
  return (
    <Notice tone="warn" live title={`Não há ${what} em ${formatDay(noonOf(without))}`}>
      <p>Os dias abaixo têm. Escolha um deles.</p>
    </Notice>
  );
}

function firstTitle({ wanted, lengths }: SlotOffer): string {
  const several = lengths.length > 1;
  if (wanted?.slot) return several ? "Os horários que você tinha escolhido" : "O horário que você tinha escolhido";
  return several ? "Primeiros horários livres" : "Primeiro horário livre";
}

/** Chosen before the page was left: kept where it is still free, else said so. */
function WantedTime({ offer: { wanted } }: { offer: SlotOffer }) {
  if (!wanted || wanted.slot) return null;
  return (
    <Notice tone="warn" live title={`O horário que você tinha escolhido não está mais livre`}>
      <p>
        Era {formatDay(wanted.startsAt)}, às {formatTime(wanted.startsAt)}. Escolha outro.
      </p>
    </Notice>
  );
}

/** The first free time on top, then days, then the times of one day as radios. Works with no script. */
export function SlotPicker(props: {
  offer: SlotOffer;
  action: string;
  button: string;
  /** Above the languages, where there are several. */
  question?: string;
  errors?: FormErrors | undefined;
}) {
  const { offer, action, button, question = "Como você quer ser atendido?", errors } = props;
  const { chosen, lengths, wanted } = offer;
  // What was chosen before stands in the place of the first free one.
  const first = wanted?.slot ?? offer.first;
  const several = lengths.length > 1;
  if (!chosen || !first)
    return (
      <>
        <ErrorSummary errors={errors} />
        <LanguageChoice offer={offer} action={action} question={question} />
        <Empty>
          {several
            ? `Não há ${lengths.length} horários livres seguidos nos próximos dias. Você pode escolher depois, um para cada certificado, ou falar com a AR.`
            : "Não há horário livre nos próximos dias. A AR pode abrir mais horários: fale com ela."}
        </Empty>
      </>
    );
  return (
    <>
      <ErrorSummary errors={errors} />
      <LanguageChoice offer={offer} action={action} question={question} />
      <NoSuchDay offer={offer} />
      <WantedTime offer={offer} />
      <form method="post" action={action} class="card next-step">
        <h2>{firstTitle(offer)}</h2>
        <p>
          {formatDay(first.startsAt)}, {timesOf(first, offer)} (horário de Brasília){inLanguage(offer.language)}
        </p>
        {several && (
          <p>
            {lengths.length} atendimentos seguidos: {beginnings(first, lengths)}.
          </p>
        )}
        <input type="hidden" name="horario" value={first.startsAt.toISOString()} />
        <LanguageField offer={offer} />
        <Button>{button}</Button>
      </form>
      <h2 id="dia">Ou escolha outro</h2>
      <DayLinks offer={offer} action={action} />
      <form method="post" action={`${action}?dia=${chosen.day}`} class={several ? "times several" : "times"}>
        <LanguageField offer={offer} />
        <h3>{formatDay(noonOf(chosen.day))}</h3>
        {periods.map(({ title, from, to }) => {
          const slots = chosen.slots.filter((slot) => hourOf(slot) >= from && hourOf(slot) < to);
          if (slots.length === 0) return null;
          return (
            <Choices
              key={title}
              name="horario"
              id={`horario-${from}`}
              chips
              value={wanted?.slot?.startsAt.toISOString()}
              legend={
                <>
                  {title}
                  <span class="visually-hidden">, {formatDay(noonOf(chosen.day))}</span>
                </>
              }
              choices={slots.map((slot) => ({
                value: slot.startsAt.toISOString(),
                label: formatTime(slot.startsAt),
                ...(several && { hint: `até ${formatTime(slot.endsAt)}` }),
              }))}
            />
          );
        })}
        <div class="stay">
          <Button kind="secondary">{button}</Button>
          <span class="hint small">Horário de Brasília</span>
        </div>
      </form>
    </>
  );
}
