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

/** Chromium finds the instant of the address's fragment but may leave it unpainted: a seek of the page's own is shown. */
function showInstant(video: HTMLVideoElement): void {
  const seek = () => {
    video.currentTime = Number(new URL(video.src).hash.replace("#t=", "")) + 0.001;
  };
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) seek();
  else video.addEventListener("loadedmetadata", seek, { once: true });
}

document.querySelectorAll<HTMLVideoElement>("video[data-still]").forEach(showInstant);

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
