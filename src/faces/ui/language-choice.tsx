import { defaultLanguage, type Language, languageNames } from "../../scheduling/agenda/language.ts";
import type { SlotOffer } from "../slot-offer.ts";

const offersSeveral = ({ choices }: Pick<SlotOffer, "choices">) => choices.length > 1;

/** The page of times in this language, on this day; without a choice of languages the address says nothing of them. */
export function slotsHref(action: string, offer: SlotOffer, day: string): string {
  return `${action}?dia=${day}${offersSeveral(offer) ? `&idioma=${offer.language}` : ""}`;
}

/** Travels with the time that is chosen. */
export function LanguageField({ offer }: { offer: SlotOffer }) {
  return offersSeveral(offer) ? <input type="hidden" name="idioma" value={offer.language} /> : null;
}

/** Portuguese or what else is served, each a link to its own times. Nothing where there is nothing to choose. */
export function LanguageChoice({ offer, action, question }: { offer: SlotOffer; action: string; question: string }) {
  if (!offersSeveral(offer)) return null;
  return (
    <nav aria-labelledby="idioma">
      <h2 id="idioma">{question}</h2>
      <ul class="days languages">
        {offer.choices.map((language) => (
          <li key={language}>
            <a
              href={`${action}?idioma=${language}#idioma`}
              lang={language === "libras" ? undefined : language}
              aria-current={language === offer.language ? "true" : undefined}
            >
              {languageNames[language]}
              {language === "libras" && <small> (Língua Brasileira de Sinais)</small>}
            </a>
          </li>
        ))}
      </ul>
      <p class="hint">É o idioma da conversa com o agente. Os horários abaixo mudam com ele.</p>
    </nav>
  );
}

/** Beside "Atender agora", where other languages are served by appointment. */
export function NowInPortuguese({ choices }: { choices: readonly Language[] }) {
  if (!choices.some((language) => language !== defaultLanguage)) return null;
  return <p class="hint">“Atender agora” é em português. Para outro idioma, escolha um horário.</p>;
}
