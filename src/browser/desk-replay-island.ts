/** The verifier's player: reports what was shown, jumps to the key moments, keeps the chosen speed. */
import { openPanes } from "./desk-panes.ts";

const reportMs = 4000;
const trouble = document.querySelector<HTMLElement>("#problema");
const complain = (words: string) => {
  if (trouble) trouble.textContent = words;
};
const panes = openPanes({ trouble: complain });
const players = [...document.querySelectorAll<HTMLVideoElement>("video[data-recording]")];
const speed = document.querySelector<HTMLSelectElement>("#velocidade");

/** Follows one player: a stretch begins with playing and ends with a pause, a jump, a change of speed or the clock. */
function follow(player: HTMLVideoElement): void {
  let from: number | undefined;
  let last = 0;
  let rate = player.playbackRate;

  const report = async (until: number) => {
    const start = from;
    from = undefined;
    if (start === undefined || until - start < 0.2) return;
    const body = JSON.stringify({
      recordingId: player.dataset["recording"],
      fromMs: Math.round(start * 1000),
      toMs: Math.round(until * 1000),
      rate,
    });
    const headers = { "content-type": "application/json", accept: "application/json" };
    const response = await fetch(player.dataset["report"] ?? "", { method: "POST", headers, body, keepalive: true });
    if (response.ok) await panes.refresh();
    else complain(((await response.json()) as { title: string }).title);
  };
  const cut = () => {
    const playing = from !== undefined && !player.paused && !player.seeking;
    const sent = report(player.seeking ? last : player.currentTime);
    void sent.catch(() => complain("Sem conexão: o que você assistiu agora não foi contado."));
    if (playing) from = player.currentTime;
    rate = player.playbackRate;
  };

  player.addEventListener("playing", () => {
    from ??= player.currentTime;
    last = player.currentTime;
  });
  player.addEventListener("timeupdate", () => {
    if (!player.seeking) last = player.currentTime;
  });
  for (const event of ["pause", "seeking", "ratechange", "ended"]) player.addEventListener(event, cut);
  player.addEventListener("seeked", () => {
    if (!player.paused) from = player.currentTime;
  });
  setInterval(() => {
    if (!player.paused && !player.seeking) cut();
  }, reportMs);
}

players.forEach(follow);

const mostLooks = 8;
/** For one event of a film over a slow line. */
const patienceMs = 20_000;

/**
 * What the recording showed at an instant, as a picture: a film that stands still would hold one of the few connections
 * that a browser gives a site, so it is let go, and they come one after the other. Chromium may find an instant and leave
 * it unpainted for good; another film of the same then paints it.
 */
async function showInstant(place: HTMLCanvasElement): Promise<void> {
  for (let look = 0; look < mostLooks && !isDrawn(place); look++) await lookAt(place);
  if (!isDrawn(place)) throw new Error("not painted");
  place.dataset["shown"] = "sim";
}

async function lookAt(place: HTMLCanvasElement): Promise<void> {
  const film = document.createElement("video");
  film.muted = true;
  film.preload = "auto";
  film.className = "instant-film";
  film.setAttribute("aria-hidden", "true");
  film.src = place.dataset["film"] ?? "";
  place.after(film);
  try {
    await happens(film, "loadedmetadata");
    film.currentTime = Number(place.dataset["at"]);
    await happens(film, "seeked");
    for (let wait = 0; wait < 20 && !draw(film, place); wait++) await new Promise((done) => setTimeout(done, 25));
  } finally {
    film.removeAttribute("src");
    film.load();
    film.remove();
  }
}

function happens(film: HTMLVideoElement, event: "loadedmetadata" | "seeked"): Promise<void> {
  return new Promise((resolve, reject) => {
    film.addEventListener(event, () => resolve(), { once: true });
    film.addEventListener("error", () => reject(film.error ?? new Error(event)), { once: true });
    setTimeout(() => reject(new Error(`no ${event}`)), patienceMs);
  });
}

/** False where nothing was painted. */
function draw(film: HTMLVideoElement, place: HTMLCanvasElement): boolean {
  Object.assign(place, { width: film.videoWidth, height: film.videoHeight });
  place.getContext("2d", { willReadFrequently: true })?.drawImage(film, 0, 0);
  return isDrawn(place);
}

function isDrawn(place: HTMLCanvasElement): boolean {
  const { width, height } = place;
  const middle = place.getContext("2d", { willReadFrequently: true })?.getImageData(width >> 1, height >> 1, 1, 1);
  return middle?.data[3] === 255;
}

async function showInstants(): Promise<void> {
  for (const place of document.querySelectorAll<HTMLCanvasElement>("canvas[data-film]"))
    await showInstant(place).catch(() => {
      const words = place.parentElement?.querySelector("figcaption");
      if (words) words.textContent = "O instante não abriu. Veja na gravação, por “Ir para”.";
    });
}

void showInstants();

speed?.addEventListener("change", () => {
  for (const player of players) player.playbackRate = Number(speed.value);
});

document.querySelector("#saltos")?.addEventListener("click", (event) => {
  const button = (event.target as Element).closest("button");
  const player = players.find((one) => one.dataset["recording"] === button?.name);
  if (!button || !player) return;
  for (const other of players) if (other !== player) other.pause();
  player.currentTime = Number(button.value) / 1000;
  void player.play();
});
