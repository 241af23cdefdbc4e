import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of evidence and its dossier. */
export const DossiersFailure = defineFailures({
  "dossier-closed": {
    status: 403,
    title: "Diga antes por que você abre este dossiê.",
    advice: "Volte ao dossiê, escreva o motivo e abra de novo. A abertura vale por uma hora.",
  },
  "video-copy-unavailable": {
    status: 501,
    title: "Este servidor não faz cópias em MP4.",
    advice:
      "Baixe a gravação em WebM, que é a prova. Para ter cópias, peça a quem cuida do servidor que instale o ffmpeg.",
  },
  "video-copy-busy": {
    status: 503,
    title: "Outras cópias estão sendo feitas agora.",
    advice: "Espere alguns minutos e aperte de novo.",
  },
  "purpose-missing": {
    status: 422,
    title: "Diga para que vai abrir o dossiê.",
    advice: "Escreva o motivo em poucas palavras; ele fica registrado.",
  },
  "evidence-not-yours": {
    status: 403,
    title: "Este caso não está com você.",
    advice:
      "Documentos, fotos e gravações abrem só para quem atende ou confere o caso. Gestor ou auditor: abra o dossiê em “Dossiês” e diga o motivo.",
  },
});
