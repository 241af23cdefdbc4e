import {
  deskSignInForgottenPath,
  deskSignInKeyLostPath,
  deskSignInKeyPath,
  deskSignInPath,
  deskSignOutPath,
  deskUnlockPath,
} from "../../../contract/desk-addresses.ts";
import * as deskIds from "../../../contract/page-ids/desk-ids.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button, ErrorSummary, Field, Notice } from "../../ui/components.tsx";
import { DeskLayout } from "../../ui/layout.tsx";
import { told } from "../../ui/told.ts";

export function SignInView(props: { after: string; errors?: FormErrors; values?: FormValues; notice?: string }) {
  const { after, errors, values, notice } = props;
  return (
    <DeskLayout title="Entrar na mesa" sheets={["call-desk.css"]}>
      <div class="narrow">
        <h1>Entrar na mesa</h1>
        {notice && (
          <Notice tone="ok" live>
            <p>{notice}</p>
          </Notice>
        )}
        <ErrorSummary errors={errors} />
        <form method="post" action={deskSignInPath()} novalidate>
          <input type="hidden" name="after" value={after} />
          <Account label="E-mail" errors={errors} values={values} />
          <Field name="password" label="Senha" type="password" autocomplete="current-password" errors={errors} />
          <Button>Entrar</Button>
        </form>
        <p class="actions">
          <a href={deskSignInForgottenPath()}>Esqueci a senha</a>
        </p>
        <p class="hint">Ainda não tem acesso? Peça um convite ao gestor da sua AR.</p>
      </div>
    </DeskLayout>
  );
}

/** Whose account: one field at every door, so that a browser fills it in. */
function Account(props: {
  label: string;
  hint?: string;
  errors: FormErrors | undefined;
  values: FormValues | undefined;
}) {
  const { label, hint, errors, values } = props;
  return (
    <Field
      name="email"
      label={label}
      hint={hint}
      type="email"
      autocomplete="username"
      value={values?.["email"]}
      errors={errors}
    />
  );
}

/** A link to the person's own e-mail; the same words whether there is such an account or not. */
export function ForgotView(props: { sent: boolean; errors?: FormErrors; values?: FormValues }) {
  const { sent, errors, values } = props;
  return (
    <DeskLayout title={sent ? "Confira o seu e-mail" : "Esqueci a senha"} sheets={["call-desk.css"]}>
      <div class="narrow">
        <h1>{sent ? "Confira o seu e-mail" : "Esqueci a senha"}</h1>
        <ErrorSummary errors={errors} />
        {sent ? (
          <p role="status">
            Se este e-mail tem acesso ao Confere, enviamos um endereço para criar outra senha. Ele vale por três dias.
            Não chegou? Confira o spam, ou fale com o gestor da sua AR.
          </p>
        ) : (
          <form method="post" action={deskSignInForgottenPath()} novalidate>
            <Account
              label="Seu e-mail de trabalho"
              hint="O endereço para criar outra senha vai para lá. As chaves de acesso continuam valendo."
              errors={errors}
              values={values}
            />
            <Button>Enviar o endereço</Button>
          </form>
        )}
        <p class="actions">
          <a href={deskSignInPath()}>Voltar à entrada</a>
        </p>
      </div>
    </DeskLayout>
  );
}

/** The desk locked by itself: who sits there proves who they are, and comes back to the very page. */
export function UnlockView(props: { name: string; hasPasskey: boolean; after: string; errors?: FormErrors }) {
  const { name, hasPasskey, after, errors } = props;
  return (
    <DeskLayout title="Mesa bloqueada" sheets={["call-desk.css"]}>
      <div class="narrow">
        <h1>A mesa foi bloqueada</h1>
        <p>{name}, ninguém mexeu aqui por alguns minutos. Entre de novo para continuar de onde parou.</p>
        <ErrorSummary errors={errors} />
        <form method="post" action={deskUnlockPath()}>
          <input type="hidden" name="after" value={after} />
          <Field name="password" label="Senha" type="password" autocomplete="current-password" errors={errors} />
          <Button>Desbloquear</Button>
        </form>
        {hasPasskey && (
          <p>
            <a href={`${deskSignInKeyPath()}?depois=${encodeURIComponent(after)}`}>Usar a chave de acesso</a>
          </p>
        )}
        <form method="post" action={deskSignOutPath()}>
          <Button kind="quiet">Sair e entrar com outra conta</Button>
        </form>
      </div>
    </DeskLayout>
  );
}

/** Second step for who has a passkey. The island asks the browser; without script there is no passkey. */
export function PasskeyView(props: { after: string; options: unknown; asked: string | undefined }) {
  const { after, options, asked } = props;
  return (
    <DeskLayout title="Confirmar com a chave de acesso" islands={["desk-passkey-island"]} sheets={["call-desk.css"]}>
      <div class="narrow" {...told({ passkey: "sign-in", options: JSON.stringify(options), after })}>
        <h1>Confirme que é você</h1>
        <p>Use a sua chave de acesso: digital, rosto, PIN do aparelho ou chave de segurança.</p>
        <p class="error-words" role="alert" {...told({ passkeyTrouble: true })} />
        <p class="actions">
          <Button type="button" id={deskIds.useKey}>
            Usar a chave de acesso
          </Button>
        </p>
        <noscript>
          <Notice tone="warn">
            <p>Este passo precisa de JavaScript ligado no navegador.</p>
          </Notice>
        </noscript>
        {asked ? (
          <Notice>
            <p>{asked}</p>
          </Notice>
        ) : (
          <details>
            <summary>Perdi as minhas chaves</summary>
            <p>
              Peça que elas sejam removidas: um segundo gestor pode concordar na hora; sem ele, elas saem em três dias.
              Você recebe um e-mail, e até lá dá para recusar.
            </p>
            <form method="post" action={deskSignInKeyLostPath()}>
              <Button kind="secondary">Pedir a remoção das minhas chaves</Button>
            </form>
          </details>
        )}
        <form method="post" action={deskSignOutPath()}>
          <Button kind="quiet">Entrar com outra conta</Button>
        </form>
      </div>
    </DeskLayout>
  );
}
