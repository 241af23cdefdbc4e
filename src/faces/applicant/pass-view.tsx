import type { ComponentChildren } from "preact";
import { Button } from "../ui/components.tsx";
import { Layout } from "../ui/layout.tsx";

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
