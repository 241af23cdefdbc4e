// The service worker of one order (its scope is /pedido/{number}/): shows the word that came and leads back to the room.
// What comes says only which word it is; number and names stay here (src/push).

type Shown = { close(): void };
type Page = { url: string; visibilityState: string; focus(): Promise<unknown> };
type Waiting = { waitUntil(work: Promise<unknown>): void };
type Worker = {
  registration: { scope: string; showNotification(title: string, options: object): Promise<void> };
  clients: {
    matchAll(options: object): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(
    type: "push",
    listener: (event: Waiting & { data: { json(): { turn?: string } } | null }) => void,
  ): void;
  addEventListener(type: "notificationclick", listener: (event: Waiting & { notification: Shown }) => void): void;
};

const worker = self as unknown as Worker;
const words: Record<string, { title: string; body: string }> = {
  called: { title: "O agente está chamando você", body: "Toque aqui para entrar na videoconferência." },
  next: { title: "Você é o próximo", body: "O agente chama você em seguida. Volte à sala." },
};

const pages = async () =>
  (await worker.clients.matchAll({ type: "window", includeUncontrolled: true })).filter(({ url }) =>
    url.startsWith(worker.registration.scope),
  );

async function show(turn: string | undefined): Promise<void> {
  // Whoever looks at the room hears it ring there.
  if ((await pages()).some(({ visibilityState }) => visibilityState === "visible")) return;
  const { title, body } = words[turn ?? ""] ?? words["next"]!;
  await worker.registration.showNotification(title, { body, tag: "vez", renotify: true, lang: "pt-BR" });
}

async function goBack(): Promise<void> {
  const [page] = await pages();
  if (page) await page.focus();
  else await worker.clients.openWindow(`${worker.registration.scope}sala`);
}

worker.addEventListener("push", (event) => event.waitUntil(show(event.data?.json().turn)));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(goBack());
});
