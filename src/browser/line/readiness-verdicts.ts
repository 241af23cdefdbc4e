import type { Findings, ReadinessCheck, Verdict } from "../../rooms/readiness/readiness.ts";

/** One check's result: what the server keeps, and what the reader is told to do about it ("" where nothing). */
export type Judged = { verdict: Verdict; value: string; cure: string };
export type { Findings, ReadinessCheck };

/** The last words of some cures; they point at a code on the page. */
export const phone = "Ou faça a videoconferência pelo celular: aponte a câmera dele para o código abaixo.";
const judged = (verdict: Verdict, value: string, cure = ""): Judged => ({ verdict, value, cure });
const tenth = (value: number) => value.toFixed(1).replace(".", ",");
const speed = (kbps: number) => (kbps >= 1000 ? `${tenth(kbps / 1000)} Mbit/s` : `${Math.round(kbps)} kbit/s`);

export function judgeCamera(width: number, height: number): Judged {
  if (width === 0) return judged("bad", "sem imagem", `Ligue a câmera e repita o teste. ${phone}`);
  const size = `${width} x ${height}`;
  if (Math.min(width, height) < 360) return judged("weak", size, `A imagem é pequena. Limpe a lente. ${phone}`);
  return judged("good", size);
}

export function judgeLight(mean: number, blown: number): Judged {
  const value = `${Math.round(mean)} de 255`;
  if (mean < 30) return judged("bad", value, "Está muito escuro. Acenda a luz ou vire o rosto para a janela.");
  if (mean < 55) return judged("weak", value, "Está escuro. Acenda a luz ou vire o rosto para a janela.");
  if (mean > 215 || blown > 0.3) return judged("weak", value, "Há luz demais. Afaste-se da janela ou da lâmpada.");
  return judged("good", value);
}

export function judgeDocument(best: number): Judged {
  const value = `nitidez ${Math.round(best)}`;
  if (best < 8) return judged("bad", value, `As letras não apareceram. Limpe a lente e use mais luz. ${phone}`);
  if (best < 25) return judged("weak", value, `As letras estão borradas. Afaste um pouco e segure firme. ${phone}`);
  return judged("good", value);
}

export function judgeMicrophone(peak: number): Judged {
  const value = `${Math.round(peak * 100)} de 100`;
  if (peak <= 0.006)
    return judged("bad", value, "Não ouvimos você. Escolha outro microfone ou use um fone com microfone.");
  if (peak <= 0.015) return judged("weak", value, "Sua voz está baixa. Chegue mais perto do microfone.");
  return judged("good", value);
}

export function judgeNoise(floor: number): Judged {
  const value = `${Math.round(floor * 100)} de 100`;
  if (floor > 0.06) return judged("bad", value, "Há muito barulho. Vá para um lugar mais calmo.");
  if (floor > 0.02) return judged("weak", value, "Há barulho. Feche a porta ou desligue a TV.");
  return judged("good", value);
}

export function judgeSpeaker(heard: boolean): Judged {
  if (heard) return judged("good", "ouviu");
  return judged("bad", "não ouviu", "Aumente o volume, ou ligue um fone. Você também pode fazer tudo por texto.");
}

/** `leak` = how much louder the microphone became while the tone played, 0–1. */
export function judgeEcho(leak: number): Judged {
  const value = `${Math.round(leak * 100)} de 100`;
  if (leak > 0.2) return judged("bad", value, "Seu microfone ouve o alto-falante. Use um fone de ouvido.");
  if (leak > 0.08) return judged("weak", value, "Há um pouco de eco. Abaixe o volume ou use um fone.");
  return judged("good", value);
}

export function judgeBattery(level: number, charging: boolean): Judged {
  const value = `${Math.round(level * 100)} %${charging ? ", na tomada" : ""}`;
  if (charging || level >= 0.5) return judged("good", value);
  if (level >= 0.25) return judged("weak", value, "Ligue o carregador antes da videoconferência.");
  return judged("bad", value, "A bateria vai acabar no meio. Ligue o carregador.");
}

/** Where the browser does not tell, the person does. */
export function judgeBatteryAnswer(answer: string): Judged {
  if (answer === "tomada") return judged("good", "na tomada");
  if (answer === "cheia") return judged("good", "mais da metade");
  return judged("weak", "menos da metade", "Ligue o carregador antes da videoconferência.");
}

export type LineFigures = { kbps: number; lossPercent?: number; roundTripMs?: number };

export function judgeLine(way: "down" | "up", { kbps, lossPercent = 0, roundTripMs = 0 }: LineFigures): Judged {
  const value = [
    speed(kbps),
    lossPercent > 0 && `perda ${Math.round(lossPercent)} %`,
    roundTripMs > 0 && `${Math.round(roundTripMs)} ms`,
  ]
    .filter(Boolean)
    .join(", ");
  const [bad, weak] = way === "down" ? [200, 500] : [150, 400];
  const cure = `A internet está lenta. Chegue perto do roteador ou troque de rede. ${phone}`;
  if (kbps < bad || lossPercent > 15) return judged("bad", value, cure);
  if (kbps < weak || lossPercent > 5 || roundTripMs > 500) return judged("weak", value, cure);
  return judged("good", value);
}

/** `transport` of the connection that came about, or undefined where none did. "weak" means TCP only: see `transportOf`. */
export function judgeUdp(transport: string | undefined): Judged {
  if (transport === "udp") return judged("good", "direta");
  if (transport === undefined) {
    const cure = `A rede daqui não deixa a chamada passar. Use os dados do celular ou outra rede. ${phone}`;
    return judged("bad", "bloqueada", cure);
  }
  const works = "A rede daqui bloqueia o caminho direto. A chamada vai por outro: funciona, mas pode atrasar um pouco.";
  return judged("weak", "só por TCP", works);
}
