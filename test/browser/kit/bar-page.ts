import { CallBar, type CallTimes } from "../../../src/browser/desk/desk-call-bar.ts";

declare global {
  interface Window {
    bar: CallBar;
    times: CallTimes;
  }
}

window.times = { admittedAt: new Date().toISOString(), place: "admitted" };
window.bar = new CallBar(new Date(Date.now() + 600_000).toISOString(), () => window.times);
