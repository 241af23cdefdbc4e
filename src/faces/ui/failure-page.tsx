import { deskSignInPath } from "../../contract/desk-addresses.ts";
import { orderEntryPath } from "../../contract/holder-addresses.ts";
import type { Failure } from "../../platform/failures/failure.ts";
import { LinkButton } from "./components.tsx";
import { Layout } from "./layout.tsx";

/** What a person sees when a whole page is refused, or when something broke on our side. */
export function FailurePage({ failure, requestId }: { failure: Failure | undefined; requestId: string }) {
  return (
    <Layout title={failure?.title ?? "Algo falhou do nosso lado"}>
      <h1>{failure?.title ?? "Algo falhou do nosso lado."}</h1>
      <p class="lead">{failure?.advice ?? "Nada do que você já fez foi perdido. Tente de novo em instantes."}</p>
      {!failure && (
        <p class="hint">
          Se continuar, informe este código ao suporte: <code>{requestId}</code>
        </p>
      )}
      <div class="actions">
        {failure?.code === "busy" ? (
          <LinkButton href={deskSignInPath()}>Entrar na mesa</LinkButton>
        ) : failure?.code === "draft-not-here" ? (
          <LinkButton href="/#certificados">Começar de novo</LinkButton>
        ) : (
          <LinkButton href="/">Ir para o início</LinkButton>
        )}
        <LinkButton href={orderEntryPath()} kind="secondary">
          Abrir meu pedido
        </LinkButton>
      </div>
    </Layout>
  );
}
