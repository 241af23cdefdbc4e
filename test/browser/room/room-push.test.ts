import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { browserKeys, pushService } from "../../kit/push-service.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { faultsOf, takePictures } from "../kit/room-faults.ts";

// A real service worker shows real notifications. What lies between our server and it, the vendor's push service, is ours.

/** A PushManager that subscribes at `endpoint`; where the browser keeps its subscription there is sessionStorage. */
const withoutVendor = (endpoint: string, keys: object) => `
  if (globalThis.PushManager) {
    const kept = {
      endpoint: ${JSON.stringify(endpoint)},
      toJSON: () => (${JSON.stringify({ endpoint, keys })}),
      unsubscribe: async () => { sessionStorage.removeItem("inscrito"); return true; },
    };
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
      if (!userVisibleOnly || applicationServerKey.length !== 87) throw new Error("options");
      sessionStorage.setItem("inscrito", "sim");
      return kept;
    };
    PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("inscrito") ? kept : null);
  }`;

describe("told by the browser when the turn comes", () => {
  let story: RoomStory;
  let browser: Browser;
  let context: BrowserContext;
  let holder: Page;
  let devtools: CDPSession;
  const keys = browserKeys();
  let service: Awaited<ReturnType<typeof pushService>>;
  let registrationId = "";

  before(async () => {
    [browser, story, service] = await Promise.all([
      launchChromium(),
      createRoomStory({ demo: true, pushLoopback: true }),
      pushService(keys.open),
    ]);
    context = await openContext(["camera", "microphone", "notifications"]);
    holder = await context.newPage();
    devtools = await context.newCDPSession(holder);
    await devtools.send("ServiceWorker.enable");
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      for (const one of registrations) if (!one.isDeleted) registrationId = one.registrationId;
    });
  });
  after(async () => {
    service?.close();
    await browser?.close();
    await story?.close();
  });

  async function openContext(permissions: string[]): Promise<BrowserContext> {
    const opened = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: false });
    await opened.addCookies([{ name: "confere_pedido", value: story.cookies.confere_pedido, url: story.url }]);
    await opened.grantPermissions(permissions, { origin: story.url });
    await opened.addInitScript({ content: withoutVendor(service.endpoint, keys.keys) });
    return opened;
  }

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
  const ask = "Avise-me quando chegar a minha vez";

  async function openLobby(page: Page): Promise<void> {
    await page.goto(`${story.url}/pedido/${story.order.number}/sala`);
    const next = page.getByRole("heading", { level: 1, name: "Você é o próximo" });
    const allow = page.getByRole("button", { name: "Permitir microfone e câmera" });
    const enter = page.getByRole("button", { name: "Ingressar agora" }).first();
    const arrive = async () => {
      if (await next.isVisible()) return true;
      // The page may go on by itself in the very moment of the press.
      for (const door of [allow, enter])
        if (await door.isVisible()) await door.click({ timeout: 1000 }).catch(() => undefined);
      return false;
    };
    await until("the lobby", arrive, 60_000);
  }

  test("one press in the lobby, and the words say that it is on; a second press takes it back", async () => {
    await openLobby(holder);
    await takePictures(holder, "push-off");
    await button(holder, ask).click();
    await holder.getByText("Avisamos neste aparelho quando o agente chamar.").waitFor();
    await takePictures(holder, "push-on");
    await holder.reload();
    await holder.getByText("Avisamos neste aparelho quando o agente chamar.").waitFor({ timeout: 60_000 });
    await button(holder, "Não avisar mais").click();
    await button(holder, ask).click();
    await holder.getByText("Avisamos neste aparelho quando o agente chamar.").waitFor();
  });

  test("let in while looking elsewhere: the word arrives, and the worker of our own origin shows it", async () => {
    await holder.goto("about:blank");
    const { room, agent, ctx, url, order } = story;
    await decideAdmission(ctx, { roomId: room.id, agent, outcome: "admitted" });
    await until("the push", () => service.pushed.length === 1);
    const data = service.pushed[0]!.text;
    assert.equal(data, '{"turn":"called"}');
    await devtools.send("ServiceWorker.deliverPushMessage", { origin: url, registrationId, data });
    await holder.goto(`${url}/health`);
    const scope = `/pedido/${order.number}/`;
    const shown = await until("the notification", () =>
      holder.evaluate(async (path) => {
        const registration = await navigator.serviceWorker.getRegistration(path);
        const [one] = (await registration?.getNotifications()) ?? [];
        return one && { title: one.title, body: one.body, scope: registration!.scope };
      }, scope),
    );
    assert.deepEqual(shown, {
      title: "O agente está chamando você",
      body: "Toque aqui para entrar na videoconferência.",
      scope: url + scope,
    });
    await decideAdmission(ctx, { roomId: room.id, agent, outcome: "put-back" });
  });

  test("without the right to show anything the lobby says what to do; where the browser cannot, no button", async () => {
    const blocked = await openContext(["camera", "microphone"]);
    const page = await blocked.newPage();
    // As text: the loader of the tests gives functions names that a page does not know. Asked, the person says no.
    await page.addInitScript({
      content: `Object.defineProperty(Notification, "permission", { get: () => "default" });
        Notification.requestPermission = async () => "denied";`,
    });
    await openLobby(page);
    await button(page, ask).click();
    await page.getByText("Este navegador bloqueou os avisos.").waitFor();
    assert.equal(await button(page, ask).isVisible(), false);
    await takePictures(page, "push-blocked");
    await blocked.close();
    const old = await openContext(["camera", "microphone"]);
    const without = await old.newPage();
    await without.addInitScript(() => {
      Reflect.deleteProperty(window, "PushManager");
    });
    await openLobby(without);
    assert.equal(await button(without, ask).isVisible(), false);
    await old.close();
  });

  test("axe finds nothing; the end of the room takes worker and subscription away", async () => {
    const judged = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    await judged.addCookies([{ name: "confere_pedido", value: story.cookies.confere_pedido, url: story.url }]);
    await judged.grantPermissions(["camera", "microphone"], { origin: story.url });
    const page = await judged.newPage();
    await openLobby(page);
    assert.deepEqual(await faultsOf(page), []);
    await judged.close();
    await openLobby(holder);
    const scope = `/pedido/${story.order.number}/`;
    const isThere = (path: string) =>
      holder.evaluate(async (at) => (await navigator.serviceWorker.getRegistration(at)) !== undefined, path);
    assert.equal(await isThere(scope), true);
    await closeRoom(story.ctx, { roomId: story.room.id, by: story.agent, reason: "attended" });
    const isGone = (path: string) =>
      holder
        .evaluate(async (scope) => (await navigator.serviceWorker.getRegistration(scope)) === undefined, path)
        .catch(() => false); // the page reloads once the room has ended
    await until("the worker to be gone", () => isGone(scope));
    const rows = story.ctx.db.selectFrom("push_subscriptions").select("order_id");
    await until("the subscription to be gone", async () => (await rows.execute()).length === 0);
  });
});
