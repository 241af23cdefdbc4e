import type { ReadinessCheck, Verdict } from "../../rooms/readiness/readiness.ts";
import type { Tone } from "./components.tsx";

/** How each check of the device test is called, for the holder and for the desk. */
export const checkTitles: Record<ReadinessCheck, string> = {
  browser: "Navegador",
  camera: "Câmera",
  light: "Luz",
  document: "Documento nítido",
  microphone: "Microfone",
  noise: "Silêncio",
  speaker: "Alto-falante",
  echo: "Eco",
  battery: "Bateria",
  lineDown: "Internet, recebendo",
  lineUp: "Internet, enviando",
  udp: "Rede",
};

export const verdictWords: Record<Verdict, string> = { good: "Bom", weak: "Fraco", bad: "Ruim" };
export const verdictTones: Record<Verdict, Tone> = { good: "ok", weak: "warn", bad: "error" };

/** One word for a score of 0–100. */
export function scoreWords(score: number): { words: string; tone: Tone } {
  if (score >= 80) return { words: "Aparelho pronto", tone: "ok" };
  if (score >= 50) return { words: "Dá para melhorar", tone: "warn" };
  return { words: "Troque o que está ruim", tone: "error" };
}
