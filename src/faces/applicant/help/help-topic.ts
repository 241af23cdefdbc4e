import type { VNode } from "preact";

/** One question of the help, with its address and the step it belongs to. */
export type HelpTopic = {
  slug: string;
  group: "Antes de comprar" | "Preparar a videoconferência" | "No dia" | "Depois";
  question: string;
  answer: VNode;
  related: readonly string[];
};
