/** Refusals of the house itself: it is full, crowded, or a part of it is away. See failure-catalogue.ts. */
export const houseFailures = {
  "disk-low": {
    status: 503,
    title: "Não podemos guardar nada novo agora: o espaço do servidor está no fim.",
    advice:
      "Pedidos já feitos e videoconferências continuam. Tente de novo mais tarde; se tiver pressa, fale com a AR.",
    tells: ["seconds"],
  },
  busy: {
    status: 503,
    title: "Muita gente ao mesmo tempo.",
    advice: "Espere {seconds} segundos e tente de novo; nada foi perdido.",
  },
  "database-away": {
    status: 503,
    title: "O sistema está voltando.",
    advice: "Espere {seconds} segundos e tente de novo; o que já foi confirmado está guardado.",
  },
  "not-our-address": {
    status: 421,
    title: "O Confere não atende por este endereço.",
    advice: "Abra {address} no navegador. Quem cuida do servidor diz o endereço certo em PUBLIC_URL.",
  },
  "body-too-slow": {
    status: 408,
    title: "O envio parou no meio.",
    advice: "Chegue mais perto do Wi-Fi ou use outra rede e envie de novo, um arquivo por vez.",
  },
} as const;
