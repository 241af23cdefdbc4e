import { deskPath } from "../../../contract/desk-addresses.ts";
import { isEarly, placeOf } from "../../../rooms/room.ts";
import { Button, Field } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { DeviceChoice, DeviceNotice } from "../../ui/own-devices.tsx";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Pane } from "../evidence/pane.tsx";
import { CallActs, Shortcuts } from "./call-acts-view.tsx";

const authors = { applicant: "Titular", agent: "Agente", interpreter: "Intérprete", system: "Sistema" } as const;

/** Where the holder stands, and what the agent can do about it. */
function Admission({ facts, address }: { facts: CaseFacts; address: string }) {
  const { room, proofing } = facts;
  const place = placeOf(room);
  const action = `${address}/admissao`;
  const since = place === "admitted" && room.admission ? room.admission.decidedAt.toISOString() : undefined;
  return (
    <div
      id="admissao"
      class="admission"
      data-swap
      data-admitted-at={since}
      data-closed-at={room.closedAt?.toISOString()}
      data-place={room.closedAt ? "ended" : place}
    >
      {room.closedAt && <p role="status">A chamada foi encerrada às {formatTime(room.closedAt)}.</p>}
      {!room.closedAt && place === "none" && <p>O titular ainda não entrou na sala de espera.</p>}
      {!room.closedAt && place === "refused" && <p>Entrada recusada. O titular pode bater de novo.</p>}
      {!room.closedAt && place === "waiting" && (
        <>
          <p role="status">
            <strong>{room.lobby?.displayName}</strong> espera desde {room.lobby && formatTime(room.lobby.enteredAt)}.
          </p>
          {proofing ? (
            <form method="post" action={action} data-swap-form data-admit>
              <input type="hidden" name="outcome" value="admitted" />
              <Button>Admitir</Button>
            </form>
          ) : (
            <p class="hint">Inicie o atendimento para admitir.</p>
          )}
          <details>
            <summary>Recusar a entrada…</summary>
            <form method="post" action={action} data-swap-form>
              <input type="hidden" name="outcome" value="refused" />
              <Field name="reason" label="Motivo, o titular vai ler" more={{ maxLength: 300 }} />
              <Button kind="danger" small>
                Recusar
              </Button>
            </form>
          </details>
        </>
      )}
      {!room.closedAt && place === "admitted" && (
        <form method="post" action={action} data-swap-form>
          <input type="hidden" name="outcome" value="put-back" />
          <Button kind="secondary" small>
            Devolver à espera
          </Button>
        </form>
      )}
      <CallActs facts={facts} address={address} />
    </div>
  );
}

/** Centre pane, right half: the live picture. Its pictures and sound belong to the island; never swapped. */
export function Call({ facts, address, demo }: { facts: CaseFacts; address: string; demo: boolean }) {
  return (
    <Pane title="chamada-titulo">
      <div class="row between">
        <h2 id="chamada-titulo">Ao vivo</h2>
        <fieldset class="row zoom" aria-label="Ampliar documento e imagem juntos">
          <Button type="button" kind="quiet" small id="menos">
            −<span class="visually-hidden"> Reduzir</span>
          </Button>
          <Button type="button" kind="quiet" small id="mais">
            +<span class="visually-hidden"> Ampliar</span>
          </Button>
        </fieldset>
      </div>
      <div class="zoomable live">
        {/* biome-ignore lint/a11y/useMediaCaption: a live call has no captions; the text panel below carries words */}
        <video id="titular" autoplay playsInline aria-label="Imagem do titular" />
        <video id="eu" class="own" hidden autoplay playsInline muted aria-label="Sua imagem" />
        {/* biome-ignore lint/a11y/useMediaCaption: a picture without sound */}
        <video
          id="celular"
          class="phone"
          hidden
          autoplay
          playsInline
          aria-label="Celular do titular, câmera do documento"
        />
        <figure id="interprete-quadro" class="interpreter" hidden>
          {/* biome-ignore lint/a11y/useMediaCaption: a live call has no captions; the text panel below carries words */}
          <video id="interprete" autoplay playsInline aria-label="Imagem do intérprete" />
          <figcaption id="interprete-nome">Intérprete</figcaption>
        </figure>
        <p id="chamada-estado" class="call-state" role="status">
          Sua câmera está desligada.
        </p>
      </div>
      <div class="row" id="camera">
        <Button type="button" small id="ligar-camera">
          Ligar câmera e microfone
        </Button>
        {demo && (
          <Button type="button" small kind="secondary" id="imagem-teste">
            Usar imagem de teste
          </Button>
        )}
      </div>
      <p id="aparelho-do-titular" class="lack" role="status" hidden />
      <p id="interprete-espera" class="lack" role="status" hidden />
      <p id="chamada-problema" class="error-words" role="alert" />
      <DeviceNotice />
      <DeviceChoice />
      <Admission facts={facts} address={address} />
      <section id="texto" aria-labelledby="texto-titulo">
        <h3 id="texto-titulo">Texto com o titular</h3>
        <ol id="conversa" class="talk" aria-live="polite">
          {facts.lines.map((line) => (
            <li key={line.id} class={line.author} data-id={line.id}>
              <span class="hint">{authors[line.author]}: </span>
              {line.text}
            </li>
          ))}
        </ol>
        <p id="conversa-espera" class="hint" role="status" />
        <form method="post" action={`${address}/texto`} id="escrever" class="row" hidden={facts.room.closedAt !== null}>
          <label class="visually-hidden" for="text">
            Texto para o titular
          </label>
          <input id="text" name="text" maxLength={2000} autocomplete="off" />
          <Button small>Enviar</Button>
        </form>
      </section>
    </Pane>
  );
}

/** The address is shown once, to be handed on: only its hash is kept. The island asks for it without leaving the call. */
export function InterpreterInvitation() {
  return (
    <dialog id="convite-interprete" aria-labelledby="convite-titulo">
      <h2 id="convite-titulo">Convidar intérprete</h2>
      <form id="convite-forma">
        <Field
          name="convite-nome"
          label="Nome de quem interpreta"
          hint="O titular vê este nome. Você e ele veem e ouvem o intérprete, e a participação é gravada."
          more={{ maxLength: 120, required: true }}
        />
        <p id="convite-problema" class="error-words" role="alert" />
        <Button small>Criar o convite</Button>
      </form>
      <div id="convite-pronto" hidden>
        <div class="field">
          <label for="convite-endereco">Envie este endereço ao intérprete</label>
          <span class="hint" id="convite-validade" />
          <input id="convite-endereco" readOnly />
        </div>
        <div class="row">
          <Button type="button" small id="convite-copiar">
            Copiar
          </Button>
          <a class="button secondary small" id="convite-email" href="mailto:">
            Enviar por e-mail
          </a>
          <Button type="button" kind="quiet" small id="convite-outro">
            Criar outro
          </Button>
        </div>
        <p id="convite-copiado" role="status" />
      </div>
      <form method="dialog">
        <Button kind="secondary" small>
          Fechar
        </Button>
      </form>
    </dialog>
  );
}

/** Over the whole page while the call is held elsewhere: what this window shows is of no use, and says so. */
export function OtherWindow() {
  return (
    <section id="outra-janela" class="other-window" tabIndex={-1} aria-labelledby="outra-janela-titulo" hidden>
      <div data-why="other-window">
        <h2 id="outra-janela-titulo">Este atendimento está aberto em outra janela</h2>
        <p>
          Lá a chamada continua e é gravada. Aqui a câmera e o microfone foram desligados; o que você digitou ficou.
        </p>
        <div class="row">
          <Button type="button" id="continuar-aqui">
            Continuar aqui
          </Button>
          <a class="button secondary" href={deskPath()}>
            Voltar à fila
          </a>
        </div>
      </div>
      <div data-why="passed-on">
        <h2>Este atendimento passou a outro agente</h2>
        <p>Passos, capturas e mensagens foram junto. Sua câmera e seu microfone estão desligados.</p>
        <a class="button" href={deskPath()}>
          Voltar à fila
        </a>
      </div>
    </section>
  );
}

/** Said while the holder's picture is below what a document needs (VC-13). */
function PictureFloor({ lines, frames }: { lines: number; frames: number }) {
  return <span id="imagem-baixa" class="over" role="status" hidden data-lines={lines} data-frames={frames} />;
}

/** Always in sight: clock, proof that the recording grows, line, mute, end. */
export function CallBar({ facts, address }: { facts: CaseFacts; address: string }) {
  return (
    <section class="call-bar" aria-label="Chamada">
      <span>
        <span class="hint">Tempo</span> <strong id="relogio">00:00</strong>
        <span id="estouro" class="over" hidden>
          {" "}
          passou do horário
        </span>
      </span>
      <span id="gravacao" data-state="idle">
        <span class="dot" aria-hidden="true" /> <span id="gravacao-texto">Sem gravação</span>
      </span>
      <span id="linha">
        <span class="hint">Linha</span> <strong id="linha-texto">–</strong>
      </span>
      <PictureFloor {...facts.content.room.picture} />
      <span class="row" id="controles">
        <Button type="button" kind="quiet" small id="mudo">
          Desligar microfone
        </Button>
        <Button type="button" kind="quiet" small id="sem-imagem">
          Desligar câmera
        </Button>
        <Button type="button" kind="quiet" small id="convidar-interprete">
          Convidar intérprete
        </Button>
        <label class="small">
          <input type="checkbox" id="atalhos" checked /> Teclas
        </label>
        <Button type="button" kind="quiet" small id="ver-teclas">
          Ver teclas <kbd>?</kbd>
        </Button>
      </span>
      <div id="encerrar" data-swap>
        {isEarly(facts.room, facts.now) && <span class="hint">A sala abre às {formatTime(facts.room.opensAt)}</span>}
        {facts.room.closedAt === null && !isEarly(facts.room, facts.now) && (
          <form method="post" action={`${address}/encerramento`} data-swap-form data-end>
            <Button kind="danger" small>
              Encerrar chamada
            </Button>
          </form>
        )}
        {facts.room.closedAt !== null && (
          <span class="row">
            {facts.reopenable && (
              <form method="post" action={`${address}/reabertura`}>
                <Button kind="secondary" small>
                  Reabrir a sala
                </Button>
              </form>
            )}
            <a class="button small" href={deskPath()}>
              Voltar à fila
            </a>
          </span>
        )}
      </div>
      <Shortcuts />
    </section>
  );
}
