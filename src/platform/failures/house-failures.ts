/** Refusals of the house itself: what is nobody's own, what the door says, and when it is full, crowded or a part of it is away. */
export const houseFailures = {
  "not-found": { status: 404, title: "Página não encontrada.", advice: "Confira o endereço ou volte ao início." },
  "not-allowed": {
    status: 403,
    title: "Você não tem acesso a isto.",
    advice: "Entre com outra conta ou fale com o gestor da AR.",
  },
  "sign-in-needed": {
    status: 401,
    title: "Entre para continuar.",
    advice: "Sua sessão terminou ou ainda não começou.",
  },
  "form-invalid": {
    status: 422,
    title: "Confira os campos marcados.",
    advice: "Corrija e envie de novo; nada foi perdido.",
  },
  conflict: {
    status: 409,
    title: "Isto mudou enquanto você trabalhava.",
    advice: "Recarregue a página e tente de novo.",
  },
  "content-destroyed": {
    status: 410,
    title: "Este conteúdo foi destruído ao fim do prazo de guarda.",
    advice: "Fale com a AR se precisar saber quando e por quê.",
  },
  "too-many-requests": {
    status: 429,
    title: "Muitas tentativas seguidas.",
    advice: "Espere {seconds} segundos e tente de novo.",
  },
  busy: {
    status: 503,
    title: "Muita gente ao mesmo tempo.",
    advice: "Espere {seconds} segundos e tente de novo; nada foi perdido.",
  },
  "disk-low": {
    status: 503,
    title: "Não podemos guardar nada novo agora: o espaço do servidor está no fim.",
    advice:
      "Pedidos já feitos e videoconferências continuam. Tente de novo mais tarde; se tiver pressa, fale com a AR.",
    tells: ["seconds"],
  },
  "database-away": {
    status: 503,
    title: "O sistema está voltando.",
    advice: "Espere {seconds} segundos e tente de novo; o que já foi confirmado está guardado.",
  },
  "cross-site-request": {
    status: 403,
    title: "O pedido veio de outro site.",
    advice: "Abra a página do Confere e tente de novo.",
  },
  "not-our-address": {
    status: 421,
    title: "O Confere não atende por este endereço.",
    advice: "Abra {address} no navegador. Quem cuida do servidor diz o endereço certo em PUBLIC_URL.",
  },
  "body-too-large": { status: 413, title: "O arquivo é grande demais.", advice: "Envie arquivos de até {limit}." },
  "body-too-slow": {
    status: 408,
    title: "O envio parou no meio.",
    advice: "Chegue mais perto do Wi-Fi ou use outra rede e envie de novo, um arquivo por vez.",
  },
} as const;
