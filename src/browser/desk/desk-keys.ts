/** Single keys of the case screen, listed behind "?"; never while somebody types, and off as a whole at a tick. */
type DeskKeys = Record<string, () => void>;

export function listenToKeys(keys: DeskKeys, on: () => boolean): void {
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const { target } = event;
    const typing =
      target instanceof Element && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (!act || typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !on()) return;
    event.preventDefault();
    act();
  });
}

/** Page image and live picture move together: what is looked at in one is looked at in the other. */
export function scrollTogether(): void {
  let leader: Element | undefined;
  let release: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (!(target instanceof Element) || !target.matches(".zoomable") || (leader && leader !== target)) return;
      leader = target;
      clearTimeout(release);
      release = setTimeout(() => {
        leader = undefined;
      }, 150);
      const across = target.scrollLeft / Math.max(1, target.scrollWidth - target.clientWidth);
      const down = target.scrollTop / Math.max(1, target.scrollHeight - target.clientHeight);
      for (const other of document.querySelectorAll(".zoomable")) {
        if (other === target) continue;
        other.scrollLeft = across * (other.scrollWidth - other.clientWidth);
        other.scrollTop = down * (other.scrollHeight - other.clientHeight);
      }
    },
    { capture: true, passive: true },
  );
}
