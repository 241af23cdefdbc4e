import {
  deskAccountKeysRefusalPath,
  deskAccountKeysRemovalPath,
  deskAccountPasswordPath,
  deskAccountPath,
} from "../../../contract/desk-addresses.ts";
import * as deskIds from "../../../contract/page-ids/desk-ids.ts";
import { roleNames } from "../../../people/agent.ts";
import type { Passkey } from "../../../people/passkeys/passkey-reads.ts";
import type { PasskeyRemoval } from "../../../people/passkeys/passkey-removal.ts";
import type { FormErrors } from "../../form.ts";
import { Button, ErrorSummary, Field, Notice, Summary } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";
import { removalWords } from "./removal-words.ts";

export function AccountView(props: {
  frame: DeskFrame;
  passkeys: Passkey[];
  removal: PasskeyRemoval | undefined;
  errors?: FormErrors;
}) {
  const { frame, passkeys, removal, errors } = props;
  const { agent } = frame;
  return (
    <DeskPage
      frame={frame}
      title="Sua conta"
      section="account"
      islands={["desk-passkey-island"]}
      address={deskAccountPath()}
      sheets={["call-desk.css"]}
    >
      <div class="narrow">
        <h1>Sua conta</h1>
        <Summary
          rows={[
            { term: "Nome", value: agent.name },
            { term: "AR", value: frame.raName },
            { term: "Papéis", value: agent.roles.map((role) => roleNames[role]).join(", ") },
          ]}
        />
        <h2>Chaves de acesso</h2>
        <p>Com uma chave, a senha sozinha não abre a sua conta.</p>
        {removal && (
          <Notice tone="warn" title="Pediram para remover as suas chaves">
            <p>
              {removalWords(removal)}
              {removal.askedBy !== agent.id && ` Quem pediu: ${removal.askedByName}.`}
            </p>
            <form method="post" action={deskAccountKeysRefusalPath()}>
              <Button kind="secondary" small>
                Recusar: eu tenho as minhas chaves
              </Button>
            </form>
          </Notice>
        )}
        {passkeys.length === 0 && (
          <Notice tone="warn">
            <p>Você ainda não tem chave. Crie uma neste aparelho.</p>
          </Notice>
        )}
        <ul class="plain">
          {passkeys.map((key) => (
            <li key={key.id} class="row between">
              <span>
                <strong>{key.name}</strong>
                <span class="hint"> criada em {formatInstant(key.createdAt)}</span>
                {key.usedAt && <span class="hint">, usada em {formatInstant(key.usedAt)}</span>}
              </span>
              <form method="post" action={deskAccountKeysRemovalPath()}>
                <input type="hidden" name="id" value={key.id} />
                <Button kind="secondary" small>
                  Remover<span class="visually-hidden"> a chave {key.name}</span>
                </Button>
              </form>
            </li>
          ))}
        </ul>
        <div {...told({ passkey: "register" })}>
          <Field name="passkey-name" label="Nome da nova chave" hint="Exemplo: notebook da AR" size="short" optional />
          <p class="error-words" role="alert" {...told({ passkeyTrouble: true })} />
          <Button type="button" id={deskIds.createKey} kind="secondary">
            Criar chave neste aparelho
          </Button>
          <noscript>
            <p class="hint">Criar uma chave precisa de JavaScript ligado.</p>
          </noscript>
        </div>
        <h2>Trocar a senha</h2>
        <ErrorSummary errors={errors} />
        <form method="post" action={deskAccountPasswordPath()}>
          <Field name="current" label="Senha atual" type="password" autocomplete="current-password" errors={errors} />
          <Field name="password" label="Nova senha" type="password" autocomplete="new-password" errors={errors} />
          <Button kind="secondary">Trocar a senha</Button>
        </form>
      </div>
    </DeskPage>
  );
}
