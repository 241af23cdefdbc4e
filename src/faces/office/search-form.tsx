import { Button, Field } from "../ui/components.tsx";

/** One field above a list: what is looked for stands in the address, so that it can be kept and sent on. */
export function SearchForm(props: { action: string; label: string; hint?: string; words: string }) {
  const { action, label, hint, words } = props;
  return (
    <form method="get" action={action} class="search">
      <Field name="busca" label={label} type="search" value={words} hint={hint} />
      <Button kind="secondary">Buscar</Button>
    </form>
  );
}
