import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { answerDevices, gateDevices } from "../kit/device-gate.ts";
import type { GateAnswer } from "../kit/device-gate-page.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

const refused = (message: string, name = "NotAllowedError"): GateAnswer => ({ name, message });
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

describe("why a camera does not open, and the way on", () => {
  let story: RoomStory;
  let browser: Browser;

  before(async () => {
    [browser, story] = await Promise.all([launchChromium(), createRoomStory({ demo: true })]);
  });
  after(async () => {
    await browser?.close();
    await story?.close();
  });

  async function openPage(path: string, answer: GateAnswer): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      bypassCSP: true,
      userAgent: windows,
    });
    await context.addCookies([{ name: "confere_pedido", value: story.cookies.confere_pedido, url: story.url }]);
    const page = await context.newPage();
    // Nothing was allowed yet, so the page waits for a press.
    await page.addInitScript(() => {
      navigator.permissions.query = async () => ({ state: "prompt" }) as PermissionStatus;
    });
    await gateDevices(page, answer);
    await page.goto(`${story.url}/pedido/${story.order.number}/${path}`);
    return page;
  }

  const helps: { what: string; answer: GateAnswer; title: string; does: RegExp }[] = [
    {
      what: "dismissed",
      answer: refused("Permission dismissed"),
      title: "A pergunta do navegador foi fechada",
      does: /escolha “Permitir”/,
    },
    {
      what: "blocked",
      answer: refused("Permission denied"),
      title: "A câmera e o microfone estão bloqueados",
      does: /ícone à esquerda do endereço/,
    },
    {
      what: "system",
      answer: refused("Permission denied by system"),
      title: "O aparelho não deixa o navegador usar a câmera",
      does: /Configurações do Windows/,
    },
    {
      what: "busy",
      answer: refused("Could not start video source", "NotReadableError"),
      title: "A câmera ou o microfone não abriu",
      does: /Feche outros programas/,
    },
  ];
  for (const { what, answer, title, does } of helps)
    test(`${what}: its own help at the device test and at the door, and after it the same button opens`, async () => {
      for (const [path, button, box, opened] of [
        ["teste", "Começar o teste", "#teste-problema", "Você é ouvido?"],
        ["sala", "Permitir microfone e câmera", "#sala-problema", "Tudo certo"],
      ] as const) {
        const page = await openPage(path, answer);
        await press(page, button);
        await page.locator(box).getByRole("heading", { name: title }).waitFor();
        const words = await page.locator(box).innerText();
        assert.match(words, does);
        assert.doesNotMatch(words, /permission|denied|dismissed|start video|NotAllowed/i, "no English of the browser");
        assert.deepEqual(await faultsOf(page), []);
        await takePictures(page, `devices-${what}-${path}`);
        await answerDevices(page, "open");
        await press(page, button);
        await page.getByRole("heading", { level: 1, name: opened }).waitFor();
        assert.equal(await page.locator(box).isVisible(), false);
        await page.context().close();
      }
    });

  test("no microphone is not 'no camera': what lacks is named", async () => {
    const page = await openPage("sala", refused("Requested device not found", "NotFoundError"));
    await page.evaluate(() => {
      const camera = { kind: "videoinput", deviceId: "", groupId: "", label: "" } as MediaDeviceInfo;
      navigator.mediaDevices.enumerateDevices = async () => [camera];
    });
    await press(page, "Permitir microfone e câmera");
    await page.getByRole("heading", { name: "Não encontramos microfone" }).waitFor();
    await page.context().close();
  });

  test("a question that nobody answers has an end with a way on, and a late answer opens all the same", async () => {
    for (const [path, button, box, opened] of [
      ["teste", "Começar o teste", "#teste-problema", "Você é ouvido?"],
      ["sala", "Permitir microfone e câmera", "#sala-problema", "Tudo certo"],
    ] as const) {
      const page = await openPage(path, "never");
      await press(page, button);
      await page.getByText("Se o navegador perguntar, escolha “Permitir”.").waitFor();
      await page
        .locator(box)
        .getByRole("heading", { name: "O navegador espera a sua resposta" })
        .waitFor({ timeout: 25_000 });
      assert.equal(await page.getByText("Se o navegador perguntar").isVisible(), false);
      assert.deepEqual(await faultsOf(page), []);
      await takePictures(page, `devices-unanswered-${path}`);
      await page.evaluate(() => window.gate.release());
      await page.getByRole("heading", { level: 1, name: opened }).waitFor();
      assert.equal(await page.locator(box).isVisible(), false);
      await page.context().close();
    }
  });

  test("a camera that is allowed and never comes is said as that", async () => {
    const page = await openPage("sala", "never");
    await page.evaluate(() => {
      navigator.permissions.query = async () => ({ state: "granted" }) as PermissionStatus;
    });
    await press(page, "Permitir microfone e câmera");
    const title = page.getByRole("heading", { name: "A câmera ou o microfone não respondeu" });
    await title.waitFor({ timeout: 25_000 });
    await page.context().close();
  });

  test("a list of devices that never comes holds nothing up, and can be asked for again", async () => {
    const page = await openPage("sala", "open");
    await page.evaluate(() => {
      window.gate.lists = "never";
    });
    await press(page, "Permitir microfone e câmera");
    await page.getByRole("heading", { level: 1, name: "Tudo certo" }).waitFor();
    await page.getByText("Trocar câmera ou microfone").click();
    await page.getByText("O navegador não mostrou as câmeras e os microfones deste aparelho.").waitFor();
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "devices-no-list");
    await page.evaluate(() => {
      window.gate.lists = "open";
    });
    await press(page, "Procurar de novo");
    await until("the list", async () => (await page.locator("#aparelho-audio option").count()) > 1);
    await page.context().close();
  });
});
