import type { CaseFacts } from "../evidence/case-facts.ts";
import { Pane } from "../evidence/pane.tsx";
import { Admission } from "./call-view.tsx";

/** In the place of the live picture where people meet at another provider. */
export function CallElsewhere({ facts }: { facts: CaseFacts }) {
  const { elsewhere } = facts.room;
  return (
    <Pane title="chamada-titulo">
      <h2 id="chamada-titulo">{`Pelo ${elsewhere?.title}`}</h2>
      {elsewhere?.links ? (
        <p class="actions">
          <a class="button" href={elsewhere.links.agent} target="_blank" rel="noreferrer">
            {`Abrir o ${elsewhere.title}`}
          </a>
        </p>
      ) : (
        <p role="status">O link ainda não foi feito. Esta página o mostra quando o provedor responder.</p>
      )}
      <Admission facts={facts} />
    </Pane>
  );
}
