import * as replayIds from "../../../contract/page-ids/replay-ids.ts";
import { Button } from "../../ui/components.tsx";

/** One picture as large as the screen, moved, turned and enlarged; opened by any `[data-enlarge]` of the page. */
export function Enlarged() {
  return (
    <dialog id={replayIds.lens} aria-labelledby={replayIds.lensTitle}>
      <div class="row between">
        <h2 id={replayIds.lensTitle}>Imagem</h2>
        <div class="row">
          <Button type="button" small kind="secondary" id={replayIds.lensSmaller}>
            −<span class="visually-hidden"> Reduzir</span>
          </Button>
          <Button type="button" small kind="secondary" id={replayIds.lensLarger}>
            +<span class="visually-hidden"> Ampliar</span>
          </Button>
          <Button type="button" small kind="secondary" id={replayIds.lensTurn}>
            Girar
          </Button>
          <Button type="button" small id={replayIds.lensClose}>
            Fechar
          </Button>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when enlarged, also by keyboard (axe: scrollable-region-focusable) */}
      <div class="lupa-foto" tabIndex={0}>
        <canvas role="img" aria-label="Imagem ampliada" />
      </div>
      <p class="hint">Teclas: + e − ampliam, R gira, Esc fecha.</p>
    </dialog>
  );
}
