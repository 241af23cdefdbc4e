import type { PasskeyRemoval } from "../../../people/passkeys/passkey-removal.ts";
import { formatDayAndTime } from "../../ui/dates.ts";

/** What becomes of the keys that somebody asked to remove; undefined where nobody did. */
export function removalWords(removal: PasskeyRemoval | undefined): string | undefined {
  if (!removal) return undefined;
  return removal.takesEffectAt
    ? `A remoção das chaves foi pedida. Se ninguém recusar, elas saem em ${formatDayAndTime(removal.takesEffectAt)}; depois disso, entre só com a senha e crie outra.`
    : "A remoção das chaves foi pedida e espera o acordo de um segundo gestor.";
}
