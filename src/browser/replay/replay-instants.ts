import { telling, told } from "../tab/told.ts";

const mostLooks = 8;
/** For one event of a film over a slow line. */
const patienceMs = 20_000;
/** For the decoder, from the key frame before the instant on. */
const paintMs = 4000;

/**
 * What the recording showed at an instant, as a picture: a film that stands still would hold one of the few connections
 * that a browser gives a site, so it is let go, and they come one after the other. Chromium may find an instant and leave
 * it unpainted for good; another film of the same then paints it.
 */
async function showInstant(place: HTMLCanvasElement): Promise<void> {
  for (let look = 0; look < mostLooks && !isDrawn(place); look++) await lookAt(place);
  if (!isDrawn(place)) throw new Error("not painted");
  told(place).shown = "sim";
}

async function lookAt(place: HTMLCanvasElement): Promise<void> {
  const film = document.createElement("video");
  film.muted = true;
  film.preload = "auto";
  film.className = "instant-film";
  film.setAttribute("aria-hidden", "true");
  film.src = told(place).film ?? "";
  place.after(film);
  try {
    await happens(film, "loadedmetadata");
    const painted = paints(film, Number(told(place).atSecond));
    film.currentTime = Number(told(place).atSecond);
    await happens(film, "seeked");
    if (await painted) draw(film, place);
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

/**
 * True once the picture of that second (or of a second around it, where the recording has a hole there) is on the
 * screen. "seeked" comes before it: until then the film shows the picture that it had, which is another instant's.
 */
function paints(film: HTMLVideoElement, second: number): Promise<boolean> {
  // Browsers without that event get the time that a decoder usually needs.
  if (!("requestVideoFrameCallback" in film))
    return new Promise((resolve) => setTimeout(() => resolve(true), paintMs / 4));
  return new Promise((resolve) => {
    const look = () =>
      film.requestVideoFrameCallback((_, { mediaTime }) => (Math.abs(mediaTime - second) < 1 ? resolve(true) : look()));
    look();
    setTimeout(() => resolve(false), paintMs);
  });
}

function draw(film: HTMLVideoElement, place: HTMLCanvasElement): void {
  Object.assign(place, { width: film.videoWidth, height: film.videoHeight });
  place.getContext("2d", { willReadFrequently: true })?.drawImage(film, 0, 0);
}

function isDrawn(place: HTMLCanvasElement): boolean {
  const { width, height } = place;
  const middle = place.getContext("2d", { willReadFrequently: true })?.getImageData(width >> 1, height >> 1, 1, 1);
  return middle?.data[3] === 255;
}

/** Fills every `canvas[data-film]` of the page, one after the other. */
export async function showInstants(): Promise<void> {
  for (const place of document.querySelectorAll<HTMLCanvasElement>(`canvas${telling("film")}`))
    await showInstant(place).catch(() => {
      const words = place.parentElement?.querySelector("figcaption");
      if (words) words.textContent = "O instante não abriu. Veja na gravação, por “Ver na gravação”.";
    });
}
