const wipes = new WeakMap<Element, ReturnType<typeof setTimeout>>();
export const briefMs = 10_000;

/**
 * Words for a live region: read aloud when they come, and gone some seconds later. A region that keeps what was true a
 * minute ago tells it again to whoever reads the page line by line (WCAG 2.2, 4.1.3 asks for the message, not for its rest).
 */
export function sayBriefly(place: Element, words: string): void {
  clearTimeout(wipes.get(place));
  place.textContent = words;
  if (words === "") return;
  const wipe = () => {
    if (place.textContent === words) place.textContent = "";
  };
  wipes.set(place, setTimeout(wipe, briefMs));
}
