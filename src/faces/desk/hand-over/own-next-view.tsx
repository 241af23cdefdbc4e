import { formatTime } from "../../ui/dates.ts";
import type { OwnNext } from "./own-next.ts";

/** Said beside the button that takes a sitting on: what else is this agent's in that time. Nothing forbids it. */
export function OwnNextWords({ next }: { next: OwnNext | undefined }) {
  if (!next) return null;
  return (
    <p class="lack">
      Atenção: você tem {next.name ?? "uma reserva"} às {formatTime(next.at)}. Esse horário continua seu.
    </p>
  );
}
