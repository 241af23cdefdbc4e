import { orderTabPath } from "../contract/holder-addresses.ts";

// "Este aparelho não é meu": the order closes with its last tab. A page that goes away tells the server, the next one says
// that it is there; without script the server ends it by the clock.

const channel = new BroadcastChannel("confere-pedido");
const me = Math.random().toString(36);
const others = new Set<string>();
/** The word of the page before must come first; both go by lines of their own. */
const settlesMs = 1500;

const body = (estado: "aberta" | "fechada") => new URLSearchParams({ estado });
/** The server was not told: it closes the order a little sooner, and number and CPF open it again. */
const unheard = (): undefined => undefined;

channel.onmessage = ({ data }: MessageEvent<{ here?: string; gone?: string }>) => {
  if (data.gone) others.delete(data.gone);
  if (!data.here || others.has(data.here)) return;
  others.add(data.here);
  channel.postMessage({ here: me });
};

addEventListener("pageshow", () => {
  channel.postMessage({ here: me });
  setTimeout(() => fetch(orderTabPath(), { method: "POST", body: body("aberta") }).catch(unheard), settlesMs);
});
addEventListener("pagehide", () => {
  channel.postMessage({ gone: me });
  if (others.size === 0) navigator.sendBeacon(orderTabPath(), body("fechada"));
});
