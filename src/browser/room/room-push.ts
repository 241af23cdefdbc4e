import { orderPath } from "../../contract/holder-addresses.ts";
import * as roomIds from "../../contract/page-ids/room-ids.ts";
import { apiOrderPushSubscriptionPath, pushWorkerPath } from "../../contract/program-addresses.ts";
import { answerWithin } from "../tab/answer-within.ts";
import { byId } from "../tab/by-id.ts";
import { tell } from "../tab/room-screen.ts";
import { told } from "../tab/told.ts";

// The button of the lobby: the browser itself says the holder's turn, also while another page is looked at. Works without.

const page = byId(roomIds.page);
const order = told(page).order!;
const scope = `${orderPath(order)}/`;
const address = apiOrderPushSubscriptionPath(order);
const isSupported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const words = {
  off: "",
  on: "Avisamos neste aparelho quando o agente chamar. Você pode olhar outra tela.",
  blocked: "Este navegador bloqueou os avisos. Deixe esta página aberta: ela toca quando o agente chamar.",
  failed: "Não foi possível ligar o aviso. Deixe esta página aberta: ela toca quando o agente chamar.",
};

const patienceMs = 60_000;
let isOffered = false;

/** Shows the button where the browser can do it; the first time the lobby is seen. */
export function offerPush(): void {
  if (!isSupported || isOffered) return;
  isOffered = true;
  byId(roomIds.pushOn).addEventListener("click", () => void turn(allow));
  byId(roomIds.pushOff).addEventListener("click", () => void turn(stop));
  byId(roomIds.push).hidden = false;
  void turn(async () => ((await subscribed()) ? "on" : Notification.permission === "denied" ? "blocked" : "off"));
}

/** The room ended: this browser forgets the subscription; the server has done so already. */
export async function endPush(): Promise<void> {
  if (!isSupported) return;
  const registration = await navigator.serviceWorker.getRegistration(scope);
  if (!registration) return;
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  await registration.unregister();
}

async function turn(work: () => Promise<keyof typeof words>): Promise<void> {
  const buttons = [byId<HTMLButtonElement>(roomIds.pushOn), byId<HTMLButtonElement>(roomIds.pushOff)] as const;
  for (const button of buttons) button.disabled = true;
  // The person may never answer the browser's question, and a worker may never start: the words say what to do instead.
  const state = await answerWithin(patienceMs, work()).catch(() => "failed" as const);
  for (const button of buttons) button.disabled = false;
  buttons[0].hidden = state === "on" || state === "blocked";
  buttons[1].hidden = state !== "on";
  tell(roomIds.pushWords, words[state]);
}

async function subscribed(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

async function allow(): Promise<keyof typeof words> {
  if ((await Notification.requestPermission()) !== "granted") return "blocked";
  const registration = await navigator.serviceWorker.register(pushWorkerPath(), { scope, updateViaCache: "none" });
  await active(registration);
  const applicationServerKey = told(page).pushKey!;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const response = await send("POST", subscription.toJSON());
  if (response.ok) return "on";
  await subscription.unsubscribe();
  return "failed";
}

async function stop(): Promise<keyof typeof words> {
  const subscription = await subscribed();
  if (!subscription) return "off";
  await send("DELETE", { endpoint: subscription.endpoint });
  await endPush();
  return "off";
}

const send = (method: string, body: object) =>
  fetch(address, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** A subscription needs a worker that runs already. */
async function active(registration: ServiceWorkerRegistration): Promise<void> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return;
  await new Promise<void>((resolve) =>
    coming.addEventListener("statechange", () => coming.state === "activated" && resolve()),
  );
}
