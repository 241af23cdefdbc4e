import type { ComponentChildren } from "preact";
import { Button } from "../../ui/components.tsx";
import { Layout } from "../../ui/layout.tsx";

/** Shown after somebody who came by a link pressed to leave. */
export function LeftView({ demo }: { demo: boolean }) {
  return (
    <Layout title="Você saiu" demo={demo} nav={[]}>
      <h1>Você saiu da videoconferência</h1>
      <p class="lead">Este aparelho não abre mais a sala. Pode fechar esta página.</p>
      <p>Para voltar, peça um novo link ou código a quem convidou.</p>
    </Layout>
  );
}

/** Gives the seat up: the link and this browser open the room no more. */
export function LeaveSeat({ action, children }: { action: string; children: ComponentChildren }) {
  return (
    <form method="post" action={action} class="leave-seat">
      <Button kind="quiet" small>
        {children}
      </Button>
    </form>
  );
}

/**
 * What a link that is good once shows to whoever opens it: programs that preview links and scan mails open it too, so the
 * seat is taken by the button (POST) alone.
 */
export function PassPage(props: { title: string; button: string; demo: boolean; children: ComponentChildren }) {
  const { title, button, demo, children } = props;
  return (
    <Layout title={title} demo={demo} nav={[]}>
      <h1>{title}</h1>
      {children}
      <form method="post">
        <Button>{button}</Button>
      </form>
    </Layout>
  );
}
