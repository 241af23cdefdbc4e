import { telling, told } from "./told.ts";

/**
 * Buttons that only the page's script answers come closed (`data-waits disabled`): pressed before the script is there they
 * would do nothing and say nothing, and whoever pressed would wait. Called once everything behind them listens.
 */
export function openButtons(page: HTMLElement): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>(`button${telling("waits")}`)) {
    button.disabled = false;
    delete told(button).waits;
  }
}
