import { actFailures } from "./failure-catalogue-act.ts";
import { caseFailures } from "./failure-catalogue-case.ts";
import { houseFailures } from "./failure-catalogue-house.ts";
import { issuanceFailures } from "./failure-catalogue-issuance.ts";
import { lineFailures } from "./failure-catalogue-line.ts";
import { proofFailures } from "./failure-catalogue-proof.ts";
import { saleFailures } from "./failure-catalogue-sale.ts";
import { shelfFailures } from "./failure-catalogue-shelf.ts";
import { verificationFailures } from "./failure-catalogue-verification.ts";

type Entry = { status: number; title: string; advice: string };

/** Every refusal of the product: stable code -> HTTP status, what is wrong, what to do. Grouped by domain. */
export const failures = {
  // platform and door
  "not-found": { status: 404, title: "Página não encontrada.", advice: "Confira o endereço ou volte ao início." },
  "job-must-run": {
    status: 409,
    title: "Isto só acaba quando o sistema conseguir: nenhuma pessoa faz no lugar dele.",
    advice: "Use “Tentar de novo”. Se falhar outra vez, chame quem cuida do servidor e mostre o detalhe técnico.",
  },
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
  "desk-locked": {
    status: 401,
    title: "A mesa está bloqueada.",
    advice: "Ninguém mexeu nela por alguns minutos. Entre de novo para continuar de onde parou.",
  },
  "form-invalid": {
    status: 422,
    title: "Confira os campos marcados.",
    advice: "Corrija e envie de novo; nada foi perdido.",
  },
  "cross-site-request": {
    status: 403,
    title: "O pedido veio de outro site.",
    advice: "Abra a página do Confere e tente de novo.",
  },
  "too-many-requests": {
    status: 429,
    title: "Muitas tentativas seguidas.",
    advice: "Espere {seconds} segundos e tente de novo.",
  },
  "body-too-large": { status: 413, title: "O arquivo é grande demais.", advice: "Envie arquivos de até {limit}." },
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
  // people
  "sign-in-refused": {
    status: 422,
    title: "E-mail ou senha não conferem.",
    advice: "Confira os dois e tente de novo. Sem convite aceito ou com acesso suspenso, fale com o gestor da AR.",
  },
  "passkey-refused": {
    status: 422,
    title: "A chave de acesso não foi aceita.",
    advice: "Tente de novo neste endereço. Se perdeu a chave, peça ao gestor da AR um novo convite.",
  },
  "password-weak": { status: 422, title: "Escolha outra senha.", advice: "{fault}" },
  "password-wrong": {
    status: 422,
    title: "A senha atual não confere.",
    advice: "Digite de novo a senha que você usa hoje.",
  },
  "invitation-unusable": {
    status: 410,
    title: "Este convite não vale mais.",
    advice: "Peça um novo ao gestor da AR. Cada convite abre uma vez e vale por três dias.",
  },
  "agent-email-taken": {
    status: 409,
    title: "Já existe alguém com este e-mail.",
    advice: "Use outro e-mail ou procure a pessoa na lista.",
  },
  "agent-cpf-taken": {
    status: 409,
    title: "Já existe alguém com este CPF nesta AR.",
    advice: "Procure a pessoa na lista; ela pode estar suspensa.",
  },
  "agent-roles-missing": {
    status: 422,
    title: "Escolha pelo menos um papel.",
    advice: "Marque o que a pessoa vai fazer.",
  },
  "invitation-needs-mail": {
    status: 409,
    title: "Este sistema ainda não envia e-mails, e o convite só vai por e-mail à própria pessoa.",
    advice: "Peça a quem instalou o Confere para configurar o servidor de e-mail (SMTP_URL). Depois repita.",
  },
  "passkey-none": {
    status: 409,
    title: "Esta pessoa não tem chave de acesso.",
    advice: "Não há o que remover: a senha sozinha abre a conta.",
  },
  "second-manager-bound": {
    status: 403,
    title: "Você não pode ser o segundo gestor deste pedido.",
    advice:
      "O seu acesso foi criado ou refeito há menos de sete dias por quem pediu, ou o dele por você. Peça a outro gestor.",
  },
  "agent-suspended": {
    status: 409,
    title: "Esta pessoa está suspensa.",
    advice: "Reative o acesso antes de convidar.",
  },
  "ra-slug-taken": { status: 409, title: "Outra AR já usa este endereço curto.", advice: "Escolha outro." },
  "ra-papers-address-taken": {
    status: 409,
    title: "Outra AR já recebe documentos neste e-mail.",
    advice: "Escolha outro.",
  },
  // shipping
  ...saleFailures,
  ...shelfFailures,
  ...verificationFailures,
  ...proofFailures,
  ...actFailures,
  ...caseFailures,
  ...issuanceFailures,
  ...lineFailures,
  ...houseFailures,
} as const satisfies Record<string, Entry>;
