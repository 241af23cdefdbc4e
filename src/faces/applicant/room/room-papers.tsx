import { stillToCome } from "../../../documents/papers/paper.ts";
import { Tag } from "../../ui/components.tsx";
import { type BoardProps, PapersBoard } from "../papers/papers-board.tsx";

/** Nobody is approved without them: what lacks is said and can be sent here, and nobody leaves the lobby for it. */
export function RoomPapers({ board }: { board: BoardProps }) {
  const lacking = stillToCome(board.states).map(({ title }) => title);
  const again = lacking.length === 0 && board.again?.isOpen === true;
  return (
    <details class="card room-papers" open={again || lacking.length > 0}>
      <summary>
        <strong>Documentos</strong>{" "}
        {again || lacking.length > 0 ? (
          <Tag tone="warn">{again ? "Envie de novo" : "Falta enviar"}</Tag>
        ) : (
          <Tag tone="ok">Enviados</Tag>
        )}
      </summary>
      {lacking.length > 0 && (
        <p class="hint">Sem eles o agente não pode aprovar. Envie agora: seu lugar na sala fica guardado.</p>
      )}
      <PapersBoard {...board} />
    </details>
  );
}
