import type { RoomPicture } from "../../contract/room-wire.ts";

/**
 * What the holder is told while the agent's picture does not come: the line fell, or the sitting passed to another
 * agent. The holder need not do anything. Before the first picture the call's own page says that it is coming.
 */
export class AgentPresence {
  /** Whose picture came last. */
  private met: string | undefined;

  /** "" where there is nothing to say. */
  words({ agent, pause }: RoomPicture): string {
    if (agent.inCall) this.met = agent.name;
    if (pause) return "";
    if (!agent.connected) return "O agente saiu por um momento. Fique nesta página; voltamos ao mesmo passo.";
    if (agent.inCall || this.met === undefined) return "";
    return this.met === agent.name
      ? "A imagem do agente parou por um momento. Fique nesta página; voltamos ao mesmo passo."
      : `Quem continua com você agora é ${agent.name}, que está ligando a câmera. Fique nesta página; voltamos ao mesmo passo.`;
  }
}
