import type { Browser, Page } from "playwright-core";
import { bundleForPage, launchChromium, until } from "../../test/browser/kit/chromium.ts";
import type { RoomStory } from "../../test/kit/room/room-story.ts";
import { compare, type Figure } from "../measure.ts";

const rounds = 11;
/** Faster than this, the server takes the page for one that floods it (60 messages in 10 s). */
const breathMs = 1500;

/** The click on "admit" to the first frame that Chromium renders, against a call that needs no server at all. */
export async function joinFigure(story: RoomStory): Promise<Figure> {
  const [browser, script] = await Promise.all([launchChromium(), bundleForPage("bench/room/room-page.ts")]);
  try {
    const agent = await openPage(browser, story, "agent", script);
    const applicant = await openPage(browser, story, "applicant", script);
    await agent.evaluate(() => window.bench.join());
    const connected = () => agent.evaluate(() => window.bench.call === "connected");
    await until("the agent's connection", connected);
    const place = () => agent.evaluate(() => window.bench.picture?.applicant.place);
    const figure = await compare(
      "admit to the first frame in Chromium, against a loopback call in one page",
      "ms",
      {
        async ours() {
          await applicant.evaluate(() => window.bench.knock());
          await until("the knock", async () => (await place()) === "waiting");
          const shown = applicant.evaluate(() => window.bench.firstFrame());
          // The promise above is armed in the page before the click.
          await applicant.evaluate(() => undefined);
          const admittedAt = await agent.evaluate(() => window.bench.admit());
          const ms = (await shown) - admittedAt;
          await agent.evaluate(() => window.bench.putBack());
          await until("the lobby", async () => (await place()) !== "admitted");
          await new Promise((resolve) => setTimeout(resolve, breathMs));
          return ms;
        },
        floor: () => applicant.evaluate(() => window.bench.loopback()),
      },
      { atMost: 1 },
      rounds,
    );
    // A member who only disconnects keeps the seat for a while: the next one in this seat would continue the same
    // recording.
    await agent.evaluate(() => window.bench.leave());
    await until("the agent to be gone", () => agent.evaluate(() => window.bench.picture?.agent.inCall === false));
    return figure;
  } finally {
    await browser.close();
  }
}

async function openPage(browser: Browser, story: RoomStory, as: "agent" | "applicant", script: string): Promise<Page> {
  const { room, cookies } = story.calls[0]!;
  const context = await browser.newContext({ bypassCSP: true });
  const name = as === "agent" ? "confere_agente" : "confere_pedido";
  await context.addCookies([{ name, value: cookies[name], url: story.url }]);
  await context.grantPermissions(["camera", "microphone"], { origin: story.url });
  const page = await context.newPage();
  await page.goto(`${story.url}/health`);
  await page.addScriptTag({ content: script });
  await page.evaluate(([id, side]) => window.bench.open(id!, side as "agent"), [room.id, as]);
  await until("the welcome", () => page.evaluate(() => window.bench.picture !== undefined));
  return page;
}
