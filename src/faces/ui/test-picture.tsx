/** In the demo alone: a drawn picture in the place of a camera's, for whoever has none now. */
export function TestPicture({ demo, kind = "quiet" }: { demo: boolean; kind?: "quiet" | "secondary" }) {
  if (!demo) return null;
  return (
    <button type="button" class={`button ${kind}`} data-do="test-picture" data-waits disabled>
      Usar imagem de teste
    </button>
  );
}
