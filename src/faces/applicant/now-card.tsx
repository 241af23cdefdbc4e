import type { Language } from "../../scheduling/agenda/language.ts";
import type { Outlook } from "../../scheduling/line/walk-in-reads.ts";
import { Button } from "../ui/components.tsx";
import { NowInPortuguese } from "../ui/language-choice.tsx";
import { outlookWords } from "./walk-in-outlook.ts";

/** Beside the booked times while an agent who attends this product is at the desk. */
export function NowCard(props: {
  outlook: Outlook;
  /** What the holder may be attended in otherwise. */
  choices: readonly Language[];
  action: string;
  button: string;
  words?: string;
}) {
  const { outlook, choices, action, button, words } = props;
  if (outlook.agents === 0) return null;
  return (
    <form method="post" action={action} class="card next-step">
      <h2>Atender agora</h2>
      <p>
        {outlookWords(outlook)} {words}
      </p>
      <NowInPortuguese choices={choices} />
      <Button>{button}</Button>
    </form>
  );
}
