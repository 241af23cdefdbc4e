import { deskInvitationPath } from "../../../contract/desk-addresses.ts";
import { shortestPassword } from "../../../people/sign-in/password.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button, ErrorSummary, Field } from "../../ui/components.tsx";
import { DeskLayout } from "../../ui/layout.tsx";

type Props = { token: string; errors?: FormErrors; values?: FormValues };

function PasswordFields({ errors }: { errors: FormErrors | undefined }) {
  const hint = `Pelo menos ${shortestPassword} caracteres. Uma frase curta que só você usaria é o melhor.`;
  return (
    <>
      <Field
        name="password"
        label="Nova senha"
        type="password"
        autocomplete="new-password"
        hint={hint}
        errors={errors}
      />
      <Field
        name="again"
        label="A mesma senha, outra vez"
        type="password"
        autocomplete="new-password"
        errors={errors}
      />
    </>
  );
}

export function InvitationView({ token, name, email, errors }: Props & { name: string; email: string }) {
  return (
    <DeskLayout title="Criar a sua senha" sheets={["call-desk.css"]}>
      <div class="narrow">
        <h1>Olá, {name.split(" ")[0]}. Crie a sua senha.</h1>
        <p>
          Você vai entrar com o e-mail <strong>{email}</strong>. Este convite abre uma vez só.
        </p>
        <ErrorSummary errors={errors} />
        <form method="post" action={deskInvitationPath(token)}>
          <input type="hidden" name="username" value={email} autocomplete="username" />
          <PasswordFields errors={errors} />
          <Button>Guardar a senha</Button>
        </form>
      </div>
    </DeskLayout>
  );
}

/** First start without the demo: the first AR and who manages it. */
export function FirstAccountView({ token, errors, values }: Props) {
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={values?.[name]} errors={errors} {...more} />
  );
  return (
    <DeskLayout title="Primeiro acesso" sheets={["call-desk.css"]}>
      <div class="narrow">
        <h1>Primeiro acesso</h1>
        <p>Diga qual é a AR e quem a administra. O resto se ajusta depois, na Gestão.</p>
        <ErrorSummary errors={errors} />
        <form method="post" action={deskInvitationPath(token)}>
          <h2>A autoridade de registro</h2>
          {field("raName", "Nome da AR")}
          {field("cnpj", "CNPJ", { size: "short" })}
          {field("phone", "Telefone para os titulares", { type: "tel", size: "short" })}
          {field("raEmail", "E-mail da AR", { type: "email" })}
          {field("openingHours", "Horário de atendimento", { hint: "Exemplo: segunda a sexta, 8h às 18h" })}
          {field("papersAddress", "E-mail que recebe os documentos", { type: "email" })}
          <h2>Quem administra</h2>
          {field("name", "Seu nome completo", { autocomplete: "name" })}
          {field("cpf", "Seu CPF", { size: "short", inputMode: "numeric" })}
          {field("email", "Seu e-mail", { type: "email", autocomplete: "username" })}
          <PasswordFields errors={errors} />
          <Button>Criar o acesso</Button>
        </form>
      </div>
    </DeskLayout>
  );
}
