import { told } from "./told.ts";

/** In the demo alone: a drawn picture in the place of a camera's, for whoever has none now. */
export function TestPicture({ demo, kind = "quiet" }: { demo: boolean; kind?: "quiet" | "secondary" }) {
  if (!demo) return null;
  return (
    <button type="button" class={`button ${kind}`} {...told({ do: "test-picture", waits: true })} disabled>
      Usar imagem de teste
    </button>
  );
}
