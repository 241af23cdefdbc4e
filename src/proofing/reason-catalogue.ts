import type { Outcome } from "./outcome.ts";

/**
 * Why a proofing was not approved. `holder` and `cure` are what the holder reads (no accusation, one thing to do);
 * `label` is what the agent picks. `freezes`: nothing goes on with the order until a person of the AR decides.
 */
export type Reason = {
  code: string;
  label: string;
  outcomes: readonly Exclude<Outcome, "approved">[];
  holder: string;
  cure: string;
  /** What the cure begins with, where it is not a new time: papers to send, or a test of the device. */
  first?: "papers" | "device";
  freezes?: true;
};

const both = ["refused", "pending"] as const;

export const reasons: readonly Reason[] = [
  {
    code: "document-unreadable",
    label: "Documento ilegível na câmera",
    outcomes: ["pending"],
    holder: "Não conseguimos ler o seu documento na câmera.",
    cure: "Remarque sem custo e atenda num lugar claro, com o documento fora da capa.",
  },
  {
    code: "document-expired",
    label: "Documento vencido ou não aceito",
    outcomes: both,
    holder: "O documento mostrado está vencido ou não é aceito.",
    cure: "Separe RG, CNH ou passaporte válido, envie a cópia em PDF e remarque sem custo.",
    first: "papers",
  },
  {
    code: "document-differs",
    label: "Documento diferente do enviado",
    outcomes: both,
    holder: "O documento mostrado não é o mesmo que você enviou.",
    cure: "Envie em PDF o documento que vai mostrar e remarque sem custo.",
    first: "papers",
  },
  {
    code: "company-papers-missing",
    label: "Faltam documentos da empresa",
    outcomes: ["pending"],
    holder: "Falta um documento da empresa ou a prova de que você a representa.",
    cure: "Envie o contrato social ou a procuração que falta e remarque sem custo.",
    first: "papers",
  },
  {
    code: "answers-differ",
    label: "Respostas não conferem",
    outcomes: both,
    holder: "As respostas não bateram com os dados do pedido.",
    cure: "Confira os dados no seu pedido. Se houver erro, fale com a AR; depois remarque sem custo.",
  },
  {
    code: "face-covered",
    label: "Rosto coberto, chapéu ou óculos escuros",
    outcomes: ["pending"],
    holder: "Não conseguimos ver o seu rosto por inteiro.",
    cure: "Tire chapéu, boné e óculos escuros e remarque sem custo.",
  },
  {
    code: "somebody-else",
    label: "Outra pessoa presente ou ajudando",
    outcomes: both,
    holder: "Havia outra pessoa na sala.",
    cure: "Você precisa estar sozinho. Escolha um lugar reservado e remarque sem custo.",
  },
  {
    code: "place-unfit",
    label: "Lugar ou traje impróprio, barulho",
    outcomes: ["pending"],
    holder: "O lugar não permitiu ver e ouvir você bem.",
    cure: "Escolha um lugar calmo e claro, sem barulho, e remarque sem custo.",
  },
  {
    code: "line-bad",
    label: "Imagem ou som sem qualidade, queda da conexão",
    outcomes: ["pending"],
    holder: "A conexão não deixou gravar imagem e som sem falha.",
    cure: "Teste o aparelho no seu pedido, aproxime-se do Wi-Fi ou troque de rede e remarque sem custo.",
    first: "device",
  },
  {
    code: "not-the-holder",
    label: "Quem compareceu não é o titular",
    outcomes: ["refused"],
    holder: "Só o próprio titular pode fazer a videoconferência.",
    cure: "Remarque sem custo e compareça você mesmo.",
  },
  {
    code: "evidence-insufficient",
    label: "Gravação ou capturas não permitem conferir",
    outcomes: ["refused"],
    holder: "Na segunda conferência, a gravação não mostrou tudo o que a regra pede.",
    cure: "Remarque sem custo. Será rápido: os dados e os documentos já estão aqui.",
  },
  {
    code: "irregularity",
    label: "Irregularidade",
    outcomes: ["refused"],
    holder: "Não foi possível concluir a sua identificação.",
    cure: "A AR vai entrar em contato com você. Não é preciso remarcar agora.",
    freezes: true,
  },
];

/** The reason of a decision that opened a case. */
export const irregularityReason = "irregularity";

/** What the holder reads once such a case was closed and the order goes on. */
export const thawedWords = {
  words: "A análise do seu pedido terminou e ele segue.",
  cure: "Escolha outro horário para a videoconferência, sem custo.",
};

export function reasonOf(code: string): Reason | undefined {
  return reasons.find((reason) => reason.code === code);
}

/** Those an agent picks from. An irregularity is none of them: it has its own act, which opens a case. */
export function reasonsFor(outcome: Exclude<Outcome, "approved">): readonly Reason[] {
  return reasons.filter((reason) => !reason.freezes && reason.outcomes.includes(outcome));
}
