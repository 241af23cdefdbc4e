const kinds: Record<string, string> = {
  order: "Dados do pedido",
  product: "Produto",
  "registration-authority": "AR",
  contacts: "Confirmação de contatos",
  charges: "Cobranças",
  payments: "Pagamento",
  appointments: "Horários",
  mails: "E-mails recebidos (dados)",
  mail: "E-mail recebido",
  papers: "Documentos (dados)",
  paper: "Documento",
  "refused-papers": "Arquivos recusados (nome, motivo e SHA-256; o conteúdo não fica)",
  "paper-reviews": "Conferência dos documentos",
  rooms: "Sala",
  lobby: "Sala de espera",
  admissions: "Entrada na sala",
  messages: "Conversa por texto",
  recordings: "Gravação (dados)",
  recording: "Gravação",
  "recording-log": "Encadeamento da gravação",
  stills: "Fotos (dados)",
  still: "Foto",
  proofings: "Identificação",
  "rule-packs": "Regras em vigor",
  "proofing-steps": "Passos do roteiro",
  "drawn-questions": "Perguntas sorteadas",
  "question-answers": "Respostas",
  validations: "Decisão (validação)",
  verifications: "Segunda conferência (verificação)",
  replays: "Trechos assistidos",
  agents: "Agentes",
  audit: "Trilha de auditoria",
};

/** What a kind of dossier item is, in the reader's words. */
export function itemWords(kind: string): string {
  return kinds[kind] ?? kind;
}
