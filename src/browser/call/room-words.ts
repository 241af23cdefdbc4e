import type { RoomPicture } from "../../contract/room-wire.ts";
import type { Ticks } from "../line/call-stats.ts";

export type WaitingWords = { title: string; text: string; urgent: boolean; again: boolean };

/** What the lobby says: how long, why, and what to do. `left` = the applicant hung up and may come back. */
export function waitingWords(room: RoomPicture, left: boolean, now: number): WaitingWords {
  if (left) return { title: "Você saiu da chamada", text: "Seu lugar continua guardado.", urgent: false, again: true };
  if (room.applicant.place === "refused") {
    const text = `${room.refusal ?? ""} Resolva isto e ingresse de novo.`.trim();
    return { title: "O agente não pôde admitir você agora", text, urgent: true, again: true };
  }
  if (room.agent.late) {
    const text =
      "Você não precisa fazer nada. Seu lugar está guardado. Se preferir, ligue para a AR: o telefone está abaixo.";
    return { title: "O agente se atrasou", text, urgent: true, again: false };
  }
  const minutes = Math.ceil((Date.parse(room.startsAt) - now) / 60_000);
  return { title: "Você é o próximo", text: etaWords(room, minutes), urgent: false, again: false };
}

/** Only what is known: minutes to the hour, that the agent is with somebody else, or that the agent is here. */
function etaWords({ agent }: RoomPicture, minutes: number): string {
  if (minutes > 1) return `O agente deve chamar em cerca de ${minutes} minutos.`;
  if (agent.busy) return "O agente está terminando outro atendimento. Ele chama você em seguida.";
  if (agent.connected) return "O agente está na sala e deve chamar a qualquer momento.";
  return "O agente ainda não entrou. Ele deve chamar nos próximos minutos.";
}

/** What a pause says: the agent's own reason, and that nothing is lost. */
export function pauseWords(pause: RoomPicture["pause"]): string {
  return pause ? `O agente fez uma pausa: ${pause.reason} Fique nesta página; voltamos ao mesmo passo.` : "";
}

/**
 * While the agent's picture does not come: the line fell, or the sitting passed to another agent. The holder need not do
 * anything. `met`: whose picture came last; before the first one the call's own page says that it is coming.
 */
export function agentAwayWords({ agent, pause }: RoomPicture, met: string | undefined): string {
  if (pause) return "";
  if (!agent.connected) return "O agente saiu por um momento. Fique nesta página; voltamos ao mesmo passo.";
  if (agent.inCall || met === undefined) return "";
  return met === agent.name
    ? "A imagem do agente parou por um momento. Fique nesta página; voltamos ao mesmo passo."
    : `Quem continua com você agora é ${agent.name}, que está ligando a câmera. Fique nesta página; voltamos ao mesmo passo.`;
}

/** What a break did: the line is gone, or was for longer than the rule allows. */
export function breakWords(lost: boolean, voided: boolean): string {
  if (lost) return "A conexão caiu. Voltamos ao mesmo passo quando ela retornar.";
  if (!voided) return "";
  return "A gravação parou por tempo demais e recomeçou. Confirme de novo que concorda; o resto está guardado.";
}

/** What the line does to the call; "" where nothing. */
export function lineWords({ thin, transport }: Ticks): string {
  if (thin) return "A internet está lenta. Sua voz continua; sua imagem vai como foto a cada 2 segundos.";
  if (transport === "tcp")
    return "Sua rede bloqueia o caminho direto das chamadas. Usamos outro caminho, que funciona.";
  return "";
}

const roles: Record<string, string> = { interpreter: "intérprete", supervisor: "supervisão da AR" };

/** Who else is in the room: nobody is there unseen. */
export function othersWords(others: RoomPicture["others"]): string {
  if (others.length === 0) return "";
  return `Também na sala: ${others.map(({ name, member }) => `${name} (${roles[member] ?? member})`).join(", ")}.`;
}

/** Under the lines that were said: what was typed while the line was down. */
export function unsentWords(count: number): string {
  if (count === 0) return "";
  const what = count === 1 ? "1 mensagem espera" : `${count} mensagens esperam`;
  return `Sem conexão: ${what} e segue${count === 1 ? "" : "m"} sozinha${count === 1 ? "" : "s"} quando ela voltar.`;
}
