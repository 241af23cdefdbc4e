import { telling, told } from "./tab/told.ts";

/**
 * The lobby while the agent does not come: from the hour on it asks every five seconds what the holder may choose, and
 * shows the same piece that /pedido/…/atraso shows without script. Gone again as soon as an agent takes the holder in.
 */
const place = document.querySelector<HTMLElement>(telling("lateFrom"));
const everyMs = 5000;
// Milliseconds from the server, not a time: the clock of a phone may be wrong.
const from = performance.now() + Number(told(place).lateIn ?? 0);

async function look(box: HTMLElement): Promise<void> {
  if (document.hidden || performance.now() < from) return;
  const answer = await fetch(told(box).lateFrom ?? "", { redirect: "manual" });
  const text = answer.ok ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(telling("late"));
  const shown = box.firstElementChild;
  if (!fresh) return void box.replaceChildren();
  // A button that has the focus stays where it is; pressed when its offer no longer stands, it is answered with words.
  if (shown?.outerHTML === fresh.outerHTML || box.contains(document.activeElement)) return;
  box.replaceChildren(document.adoptNode(fresh));
}

// A look that fails is made again by the next.
if (place) setInterval(() => void look(place).catch(() => undefined), everyMs);
