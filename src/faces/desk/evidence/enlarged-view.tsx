import { Button } from "../../ui/components.tsx";

/** One picture as large as the screen, moved, turned and enlarged; opened by any `[data-enlarge]` of the page. */
export function Enlarged() {
  return (
    <dialog id="lupa" aria-labelledby="lupa-titulo">
      <div class="row between">
        <h2 id="lupa-titulo">Imagem</h2>
        <div class="row">
          <Button type="button" small kind="secondary" id="lupa-menos">
            −<span class="visually-hidden"> Reduzir</span>
          </Button>
          <Button type="button" small kind="secondary" id="lupa-mais">
            +<span class="visually-hidden"> Ampliar</span>
          </Button>
          <Button type="button" small kind="secondary" id="lupa-girar">
            Girar
          </Button>
          <Button type="button" small id="lupa-fechar">
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
