/**
 * Panes of a desk page that come anew from the server while the rest (a running call, a playing film) stays:
 * every `[data-swap]` element is replaced by the one of the same id in the page that a form or a link leads to.
 */

import { ownAddress } from "../tab/own-address.ts";
import { telling, told } from "../tab/told.ts";
import { fetchSignedIn } from "./desk-signed-in.ts";

export type Panes = {
  /** Reads the page again; forms in which somebody has begun to type keep their pane. */
  refresh(): Promise<void>;
};

export function openPanes(events: { swapped?(): void; trouble(words: string): void }): Panes {
  const dirty = new Set<string>();
  let turn = 0;
  let acting: Promise<unknown> = Promise.resolve();

  function take(html: string, keep: ReadonlySet<string>): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const old of document.querySelectorAll<HTMLElement>(telling("swap"))) {
      const fresh = page.getElementById(old.id);
      if (!fresh || keep.has(old.id) || fresh.outerHTML === old.outerHTML) continue;
      const focus = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
      const scroll = old.scrollTop;
      const opened = new Set([...old.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
      for (const one of fresh.querySelectorAll("details > summary"))
        if (opened.has(one.textContent)) one.parentElement?.setAttribute("open", "");
      old.replaceWith(document.adoptNode(fresh));
      fresh.scrollTop = scroll;
      dirty.delete(old.id);
      if (focus) document.getElementById(focus)?.focus();
    }
    const summary = document.querySelector<HTMLElement>("[role=alert][autofocus]");
    summary?.focus();
    events.swapped?.();
  }

  /** `own`: the pane whose form was sent; it is drawn anew whatever was touched in it meanwhile. */
  async function load(request: Request, own?: string): Promise<void> {
    const mine = ++turn;
    const response = await fetchSignedIn(request);
    const html = await response.text();
    // The answer to an earlier request must not overwrite that of a later one.
    if (mine !== turn) return;
    // Judged by what is being typed now: on a slow line a box may have been ticked since the page was asked for.
    const keep = new Set(dirty);
    if (own) keep.delete(own);
    if (response.ok || response.status === 422 || response.status === 409) take(html, keep);
    else
      events.trouble(
        new DOMParser().parseFromString(html, "text/html").querySelector("h1")?.textContent ?? "Algo falhou.",
      );
  }

  const offline = () => events.trouble("Sem conexão com o servidor. Tente de novo.");

  /** What a person does. A refresh waits for its answer: begun beside it, it could show the page as it was before and stay. */
  function act(request: Request, own?: string): void {
    const done = load(request, own).catch(offline);
    acting = Promise.all([acting, done]);
  }

  async function refresh(): Promise<void> {
    await acting;
    await load(new Request(ownAddress())).catch(offline);
  }

  const paneOf = (node: Element): string | undefined => node.closest<HTMLElement>(telling("swap"))?.id;

  document.addEventListener("input", ({ target }) => {
    const pane = target instanceof Element ? paneOf(target) : undefined;
    if (pane) dirty.add(pane);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (told(form).swapForm === undefined || event.defaultPrevented) return;
    event.preventDefault();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter)) body.append(name, String(value));
    const pane = paneOf(form);
    if (pane) dirty.delete(pane);
    act(new Request(form.action, { method: "POST", body }), pane);
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(`a${telling("pane")}`);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.href);
    act(new Request(link.href));
  });

  return { refresh };
}
