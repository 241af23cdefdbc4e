import type { ComponentChildren } from "preact";
import { told } from "../../ui/told.ts";

/** One column of the case screen. Its `title` is the id of its heading; `swap` lets the island put it anew. */
export function Pane(props: {
  title: string;
  children: ComponentChildren;
  id?: string;
  swap?: true;
  step?: string | undefined;
}) {
  const { title, children, id, swap, step } = props;
  return (
    <section
      id={id}
      class={swap ? "pane" : "pane call"}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a column scrolls, also by keyboard (axe: scrollable-region-focusable)
      tabIndex={0}
      {...told({ swap, step })}
      aria-labelledby={title}
    >
      {children}
    </section>
  );
}
