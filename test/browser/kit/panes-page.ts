import { openPanes, type Panes } from "../../../src/browser/desk/desk-panes.ts";

declare global {
  interface Window {
    panes: Panes;
  }
}

window.panes = openPanes({
  trouble: (words) => {
    document.title = words;
  },
});
