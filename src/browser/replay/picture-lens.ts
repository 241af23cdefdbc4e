import * as replayIds from "../../contract/page-ids/replay-ids.ts";
import { telling, told } from "../tab/told.ts";

/** Opens a picture of the page large, to be enlarged, turned and moved: `[data-enlarge]` opens what it stands with. */
const zooms = [1, 1.5, 2, 3, 4];
const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

export function openLens(): void {
  const dialog = byId<HTMLDialogElement>(replayIds.lens);
  const canvas = dialog?.querySelector("canvas");
  if (!dialog || !canvas) return;
  let source: CanvasImageSource | undefined;
  let turns = 0;
  let zoom = 0;

  function draw(): void {
    if (!source || !canvas) return;
    const [width, height] = sizeOf(source);
    const lies = turns % 2 === 1;
    canvas.width = lies ? height : width;
    canvas.height = lies ? width : height;
    const pen = canvas.getContext("2d")!;
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turns * Math.PI) / 2);
    pen.drawImage(source, -width / 2, -height / 2);
    // Fitted into the window first, then enlarged: whoever opens it sees the whole picture.
    const frame = canvas.parentElement!;
    const fit = Math.min(frame.clientWidth / canvas.width, frame.clientHeight / canvas.height);
    canvas.style.width = `${Math.round(canvas.width * fit * zooms[zoom]!)}px`;
  }

  const zoomBy = (step: number) => {
    zoom = Math.min(Math.max(0, zoom + step), zooms.length - 1);
    draw();
  };
  const turn = () => {
    turns = (turns + 1) % 4;
    draw();
  };

  document.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>(telling("enlarge"));
    const place = button?.closest("figure, section");
    const picture = place?.querySelector<HTMLImageElement | HTMLCanvasElement>("img, canvas");
    if (!button || !picture || (picture instanceof HTMLImageElement && !picture.naturalWidth)) return;
    source = picture;
    [turns, zoom] = [0, 0];
    byId(replayIds.lensTitle).textContent = told(button).enlarge ?? "";
    dialog.showModal();
    draw();
  });
  byId(replayIds.lensSmaller).addEventListener("click", () => zoomBy(-1));
  byId(replayIds.lensLarger).addEventListener("click", () => zoomBy(1));
  byId(replayIds.lensTurn).addEventListener("click", turn);
  byId(replayIds.lensClose).addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "+" || key === "=") zoomBy(1);
    if (key === "-") zoomBy(-1);
    if (key === "r" || key === "R") turn();
  });
}

function sizeOf(source: CanvasImageSource): [number, number] {
  if (source instanceof HTMLImageElement) return [source.naturalWidth, source.naturalHeight];
  const { width, height } = source as HTMLCanvasElement;
  return [width, height];
}
