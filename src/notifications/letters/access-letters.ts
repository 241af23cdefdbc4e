import { deskAccountPath, deskInvitationPath } from "../../contract/desk-addresses.ts";
import type { Letter } from "../outbox/letter.ts";

/** Letters to the people of an AR about their own access. "{code}" is the link's token, kept sealed until it leaves. */

export function invitation(site: string, begunBy: string | null, isNew: boolean): Letter {
  const who = begunBy ?? "Você";
  return {
    template: "agent-invitation",
    subject: isNew ? "Crie a sua senha no Confere" : "Nova senha no Confere",
    paragraphs: [
      isNew ? `${who} incluiu você na equipe da AR.` : `${who} pediu uma nova senha para o seu acesso.`,
      "O endereço abaixo abre uma vez e vale por três dias. Não repasse: quem o abre entra no seu lugar.",
      ...(isNew ? [] : ["As suas chaves de acesso continuam valendo e serão pedidas ao entrar."]),
    ],
    after: isNew
      ? []
      : [`Se ${begunBy ? "ninguém combinou isso com você" : "não foi você"}, não abra o endereço e avise a AR.`],
    action: { label: "Criar a senha", url: `${site}${deskInvitationPath("{code}")}` },
  };
}

export function keysAsked(site: string, askedBy: string | null, when: string | null): Letter {
  return {
    template: "agent-keys-asked",
    subject: "Pediram para remover as suas chaves de acesso",
    paragraphs: [
      `${askedBy ?? "Alguém com a sua senha"} pediu que as chaves de acesso da sua conta sejam removidas.`,
      when
        ? `Se ninguém recusar, elas deixam de valer em ${when}. Antes disso nada muda.`
        : "Elas só são removidas se um segundo gestor concordar. Até lá nada muda.",
    ],
    after: ["Se você não perdeu as chaves, entre com uma delas e recuse em “Sua conta”, e avise a AR."],
    action: { label: "Abrir a minha conta", url: `${site}${deskAccountPath()}` },
  };
}
