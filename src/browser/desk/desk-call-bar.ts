import * as callIds from "../../contract/page-ids/call-ids.ts";
import type { ServerMessage } from "../../contract/room-wire.ts";
import { told } from "../tab/told.ts";
import { PictureFloor } from "./picture-floor.ts";

const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
type Line = Extract<ServerMessage, { type: "line" }>;
const zooms = ["1", "1.5", "2", "3"];

/** Instants as ISO text, as far as they are known; `place` = where the holder is. */
export type CallTimes = { admittedAt?: string | undefined; closedAt?: string | undefined; place?: string | undefined };

/** The server proves the recording every second; what it said last is no proof after so long. */
const unprovedMs = 4000;

/** How long after the admission a line without picture or sound is no news: it is being made. */
const settlingMs = 5000;

/** Clock, recording proof, line, mute and zoom: the strip that is always in sight. */
export class CallBar {
  onMute: (kind: "audio" | "video", muted: boolean) => void = () => {};
  private readonly muted = { audio: false, video: false };
  private paused = false;
  private size = "";
  private isOver = false;
  private provedAt = 0;
  private readonly floor: PictureFloor;
  private readonly endsAt: number;
  private readonly times: () => CallTimes;

  constructor(endsAt: string, times: () => CallTimes) {
    this.endsAt = Date.parse(endsAt);
    this.times = times;
    const { lines, frames } = told(byId(callIds.lowPicture));
    this.floor = new PictureFloor({ lines: Number(lines), frames: Number(frames) });
    setInterval(() => this.tick(), 1000);
    this.toggle(callIds.muteAudio, "audio", "Desligar microfone", "Ligar microfone");
    this.toggle(callIds.muteVideo, "video", "Desligar câmera", "Ligar câmera");
    byId(callIds.larger).addEventListener("click", () => this.zoom(1));
    byId(callIds.smaller).addEventListener("click", () => this.zoom(-1));
  }

  /** Nothing runs any more: what was recorded stands, the rest goes. */
  end(): void {
    this.isOver = true;
    told(byId(callIds.recording)).state = "idle";
    write(callIds.recordingText, this.size === "" ? "Chamada encerrada" : `Gravação encerrada, ${this.size}`);
    for (const id of [callIds.line, callIds.controls]) byId(id).hidden = true;
    this.tick();
  }

  /** The call goes on in another window: this one proves nothing, until it takes the call back. */
  elsewhere(words: string): void {
    this.provedAt = 0;
    told(byId(callIds.recording)).state = "idle";
    write(callIds.recordingText, words);
    write(callIds.lineText, "–");
  }

  recording({ ok, bytes, silentMs, limitMs, broken }: Extract<ServerMessage, { type: "recording" }>): void {
    if (this.isOver) return;
    this.provedAt = Date.now();
    const state = bytes === 0 && ok ? "idle" : ok ? "on" : "alarm";
    const size =
      bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
    if (bytes > 0) this.size = size;
    told(byId(callIds.recording)).state = state;
    const words = {
      idle: "Gravação começando",
      on: `Gravando, ${size}`,
      alarm: `Gravação parada há ${Math.round(silentMs / 1000)} s${broken ? ", passou do limite" : ` (até ${limitMs / 1000} s vale)`}`,
    };
    write(callIds.recordingText, words[state]);
    // What the line was like is an old word once nothing comes; the next line of the holder's page says better.
    if (state === "alarm") write(callIds.lineText, "sem sinal");
  }

  line(line: Line): void {
    const { roundTripMs, lossPercent, imageOut, soundOut, thin, transport } = line;
    const way = transport === "tcp" ? ", por TCP (rede bloqueia UDP)" : "";
    this.floor.note(line, Date.now());
    this.warn();
    if (thin) write(callIds.lineText, "muito fraca: voz e foto a cada 2 s");
    else if (!imageOut || !soundOut) {
      const lacking = imageOut ? "titular sem som" : "titular sem imagem";
      write(callIds.lineText, this.isSettling() ? "conectando" : lacking);
    } else if ((lossPercent ?? 0) > 5 || (roundTripMs ?? 0) > 400) write(callIds.lineText, `fraca${way}`);
    else write(callIds.lineText, `boa${way}`);
  }

  private warn(): void {
    const words = this.isOver ? undefined : this.floor.words(Date.now());
    if (words) write(callIds.lowPicture, words);
    byId(callIds.lowPicture).hidden = words === undefined;
  }

  link(state: "open" | "lost" | "closed"): void {
    if (state !== "open") write(callIds.lineText, "sem sinal do servidor");
  }

  /** Somebody knocked: the title says so until the page is looked at. */
  ring(): void {
    const title = document.title;
    document.title = "● Titular na sala de espera";
    addEventListener("focus", () => (document.title = title), { once: true });
    if (document.hasFocus()) setTimeout(() => (document.title = title), 5000);
  }

  private tick(): void {
    const { admittedAt: since, closedAt } = this.times();
    const now = closedAt ? Date.parse(closedAt) : Date.now();
    const seconds = since ? Math.max(0, Math.floor((now - Date.parse(since)) / 1000)) : 0;
    const pad = (value: number) => String(value).padStart(2, "0");
    write(callIds.clock, `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`);
    this.warn();
    this.doubt();
    byId(callIds.overtime).hidden = !since || now < this.endsAt;
  }

  /** A server that says nothing proves nothing: neither that it records nor that the line is good. */
  private doubt(): void {
    const silentMs = Date.now() - this.provedAt;
    if (this.isOver || this.provedAt === 0 || this.times().place !== "admitted" || silentMs <= unprovedMs) return;
    told(byId(callIds.recording)).state = "alarm";
    write(callIds.recordingText, `Sem notícia da gravação há ${Math.floor(silentMs / 1000)} s`);
    write(callIds.lineText, "sem sinal do servidor");
  }

  private isSettling(): boolean {
    const { admittedAt } = this.times();
    return admittedAt !== undefined && Date.now() - Date.parse(admittedAt) < settlingMs;
  }

  private toggle(id: string, kind: "audio" | "video", off: string, on: string): void {
    const button = byId(id);
    button.addEventListener("click", () => {
      this.muted[kind] = !this.muted[kind];
      button.textContent = this.muted[kind] ? on : off;
      this.apply();
    });
  }

  /** While paused neither picture nor sound of the agent goes out; afterwards as the buttons say. */
  pause(paused: boolean): void {
    if (paused === this.paused) return;
    this.paused = paused;
    this.apply();
  }

  private apply(): void {
    for (const kind of ["audio", "video"] as const) this.onMute(kind, this.muted[kind] || this.paused);
  }

  /** Document and live picture grow together, so that both are compared at one scale. */
  private zoom(step: 1 | -1): void {
    const centre = byId(callIds.centre);
    const at = zooms.indexOf(told(centre).zoom ?? "1");
    told(centre).zoom = zooms[Math.min(Math.max(0, at + step), zooms.length - 1)];
  }
}

function write(id: string, words: string): void {
  const node = byId(id);
  if (node.textContent !== words) node.textContent = words;
}
