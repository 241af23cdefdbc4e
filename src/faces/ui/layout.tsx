import type { ComponentChildren } from "preact";
import { deskAccountPath, deskPath, deskSignOutPath, mailboxPath } from "../../contract/desk-addresses.ts";
import { authorityPath, helpPath, orderEntryPath, revocationEntryPath } from "../../contract/holder-addresses.ts";
import { officePath } from "../../contract/office-addresses.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import { assetText, assetUrl } from "../assets.ts";
import { lookSheet } from "./look.ts";
import { told } from "./told.ts";

export type NavLink = { href: string; text: string; current?: boolean };

/** What the page shows of the AR that serves it. */
type RaLook = { name: string; phone?: string; openingHours?: string; look?: Record<string, string> };

type LayoutProps = {
  title: string;
  children: ComponentChildren;
  /** Island scripts by name ("room-island"); none is needed to buy, book or send papers. */
  islands?: string[];
  /** Style sheets of this page alone, by name ("room.css"). */
  sheets?: string[];
  ra?: RaLook;
  nav?: NavLink[];
  /** "reading" keeps lines short for question pages; "wide" uses the whole width. */
  width?: "reading" | "wide";
  demo?: boolean;
  /** Seconds after which a page without script looks again. */
  refresh?: number;
  /** Where the page is asked for: what looks again asks there, also where this is a refused form's answer, at the form's own address. */
  address?: string;
};

/** The stamp of the house: a tick inside a seal. */
function Stamp() {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M16 1.8 19.6 5l4.7-.6 1.2 4.6 4.2 2.3-1.6 4.5 1.6 4.5-4.2 2.3-1.2 4.6-4.7-.6L16 30.2 12.4 27l-4.7.6-1.2-4.6-4.2-2.3 1.6-4.5-1.6-4.5 4.2-2.3 1.2-4.6 4.7.6z"
        fill="currentColor"
      />
      <path d="m10 16.2 4.2 4.2 8-8.6" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

/**
 * The sheets of a page in the page itself, the AR's colours last. `sendPage` lets this text, and no other, through the
 * content security policy.
 */
function OwnSheets({ names, look }: { names: string[]; look?: Record<string, string> | undefined }) {
  const __html = [...names.map(assetText), look ? lookSheet(look) : ""].join("");
  return <style dangerouslySetInnerHTML={{ __html }} />;
}

function Head({
  title,
  sheets,
  islands = [],
  refresh,
  address,
}: Pick<LayoutProps, "title" | "islands" | "refresh" | "address"> & { sheets: ComponentChildren }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light" />
      <title>{`${title} · Confere`}</title>
      <link
        rel="icon"
        href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='15' fill='%230b5a4c'/%3E%3Cpath d='m9 16 5 5 9-10' stroke='%23fff' stroke-width='3.5' fill='none'/%3E%3C/svg%3E"
      />
      {sheets}
      {islands.map((name) => (
        <script type="module" src={assetUrl(`${name}.js`)} key={name} />
      ))}
      {refresh ? (
        <noscript>
          <meta http-equiv="refresh" content={address ? `${refresh};url=${address}` : String(refresh)} />
        </noscript>
      ) : null}
    </head>
  );
}

function Nav({ links }: { links: NavLink[] }) {
  return (
    <nav aria-label="Principal">
      {links.map((link) => (
        <a href={link.href} aria-current={link.current ? "page" : undefined} key={link.href}>
          {link.text}
        </a>
      ))}
    </nav>
  );
}

const publicNav: NavLink[] = [
  { href: orderEntryPath(), text: "Meu pedido" },
  { href: helpPath(), text: "Dúvidas e Suporte" },
];

/**
 * A page of the holder's site. It carries its sheets: the first thing a phone on a slow line shows waits for one answer,
 * not for three.
 */
export function Layout(props: LayoutProps) {
  const { children, ra, nav = publicNav, width = "reading", demo, sheets = [] } = props;
  return (
    <html lang="pt-BR" {...told({ address: props.address })}>
      <Head {...props} sheets={<OwnSheets names={["app.css", ...sheets]} look={ra?.look} />} />
      <body>
        <a class="skip" href="#conteudo">
          Pular para o conteúdo
        </a>
        {demo && (
          <aside class="demo-strip" aria-label="Demonstração">
            <div class="wrap">
              <strong>Demonstração.</strong> <span>Sem cobrança e sem valor legal.</span>{" "}
              <a href={mailboxPath()}>Caixa de mensagens</a> <a href={deskPath()}>Mesa do agente</a>
            </div>
          </aside>
        )}
        <header class="masthead">
          <div class="wrap">
            <a class="wordmark" href="/">
              <Stamp />
              <span>Confere {ra && <small>· {ra.name}</small>}</span>
            </a>
            <Nav links={nav} />
          </div>
        </header>
        <main id="conteudo" class={width === "reading" ? "wrap reading" : "wrap"}>
          {children}
        </main>
        <footer class="foot">
          <div class="wrap">
            {ra ? (
              <p>
                {ra.name}
                {ra.phone && (
                  <>
                    {" · "}
                    <a href={`tel:${ra.phone.replace(/[^\d+]/g, "")}`}>{ra.phone}</a>
                  </>
                )}
                {ra.openingHours && ` · ${ra.openingHours}`}
              </p>
            ) : (
              <p>Confere: certificado digital por videoconferência.</p>
            )}
            <p>
              <a href={helpPath()}>Ajuda</a> · <a href={revocationEntryPath()}>Revogar um certificado</a> ·{" "}
              <a href={authorityPath()}>Cadeia e LCR</a>
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** Over the page that is open when the desk locks or its sign-in ends; shown by desk-lock-island. */
function LockDialog() {
  return (
    <dialog id={deskIds.lock} aria-labelledby={deskIds.lockTitle}>
      <h2 id={deskIds.lockTitle}>A mesa foi bloqueada</h2>
      <p id={deskIds.lockText} />
      <form id={deskIds.lockForm}>
        <div class="field" id={deskIds.lockEmailField}>
          <label for={deskIds.lockEmail}>E-mail</label>
          <input id={deskIds.lockEmail} type="email" autocomplete="username" />
        </div>
        <div class="field">
          <label for={deskIds.lockPassword}>Senha</label>
          <input id={deskIds.lockPassword} type="password" autocomplete="current-password" />
        </div>
        <p id={deskIds.lockTrouble} class="error-words" role="alert" />
        <div class="row">
          <button class="button" type="submit">
            Continuar
          </button>
          <button class="button secondary" type="button" id={deskIds.lockPasskey} hidden>
            Usar a chave de acesso
          </button>
        </div>
      </form>
      <button class="button quiet small" type="submit" form="sair">
        Sair
      </button>
    </dialog>
  );
}

/** A page of the agent's desk or of the office: denser, dark masthead, who is signed in. */
export function DeskLayout(
  props: LayoutProps & {
    signedIn?: { name: string; raName?: string } | undefined;
    home?: string;
    bare?: boolean;
    /** An agent: what colleagues hand over is heard and seen at every page. */
    attends?: boolean;
  },
) {
  const { children, nav = [], signedIn, home = deskPath(), bare, attends } = props;
  const own = [...(signedIn ? ["desk-lock-island"] : []), ...(attends ? ["desk-notice-island"] : [])];
  const islands = [...(props.islands ?? []), ...own];
  const sheets = ["app.css", "desk.css", ...(props.sheets ?? [])].map((name) => (
    <link rel="stylesheet" href={assetUrl(name)} key={name} />
  ));
  return (
    <html lang="pt-BR" {...told({ address: props.address })}>
      <Head {...props} islands={islands} sheets={sheets} />
      <body class="desk">
        <a class="skip" href="#conteudo">
          Pular para o conteúdo
        </a>
        <header class={home === officePath() ? "masthead many" : "masthead"}>
          <div class="wrap">
            <a class="wordmark" href={home}>
              <Stamp />
              <span>
                Confere{" "}
                <small>
                  {home === officePath() ? "Gestão" : "Mesa"}
                  {signedIn?.raName ? ` · ${signedIn.raName}` : ""}
                </small>
              </span>
            </a>
            {signedIn && (
              <nav aria-label="Principal">
                {nav.map((link) => (
                  <a href={link.href} aria-current={link.current ? "page" : undefined} key={link.href}>
                    {link.text}
                  </a>
                ))}
              </nav>
            )}
            {signedIn && (
              <div class="signed-in">
                <a href={deskAccountPath()}>{signedIn.name}</a>
                <form method="post" action={deskSignOutPath()} id="sair">
                  <button type="submit">Sair</button>
                </form>
              </div>
            )}
          </div>
        </header>
        {signedIn && <LockDialog />}
        {attends && <div id={deskIds.notices} class="desk-notices" aria-live="assertive" />}
        <main id="conteudo" class={bare ? "" : "wrap"}>
          {children}
        </main>
      </body>
    </html>
  );
}
