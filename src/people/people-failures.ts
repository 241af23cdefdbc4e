import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of who works here: signing in, the team, the AR and its sites. */
export const PeopleFailure = defineFailures({
  "desk-locked": {
    status: 401,
    title: "A mesa está bloqueada.",
    advice: "Ninguém mexeu nela por alguns minutos. Entre de novo para continuar de onde parou.",
  },
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
  "name-not-writable": {
    status: 422,
    title: "O certificado não pode levar {letters}.",
    advice:
      "Escreva o nome com as letras do nosso alfabeto e sinais simples, como está no CPF, no CNPJ ou no passaporte.",
    tells: ["whose"],
  },
  "site-name-taken": {
    status: 409,
    title: "Já existe um posto com este nome.",
    advice: "Escolha outro nome ou mude o posto que existe.",
  },
});
