import {
  deskCaseAdmissionPath,
  deskCaseEndPath,
  deskCaseReopeningPath,
  deskCaseTextPath,
  deskPath,
} from "../../../contract/desk-addresses.ts";
import * as callIds from "../../../contract/page-ids/call-ids.ts";
import * as deskIds from "../../../contract/page-ids/desk-ids.ts";
import { isEarly, placeOf } from "../../../rooms/room.ts";
import { Button, Field } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { DeviceChoice, DeviceNotice } from "../../ui/own-devices.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Pane } from "../evidence/pane.tsx";
import { CallActs, Shortcuts } from "./call-acts-view.tsx";

const authors = { applicant: "Titular", agent: "Agente", interpreter: "Intérprete", system: "Sistema" } as const;

/** Where the holder stands, and what the agent can do about it. */
export function Admission({ facts }: { facts: CaseFacts }) {
  const { room, proofing } = facts;
  const place = placeOf(room);
  const action = deskCaseAdmissionPath(room.id);
  const since = place === "admitted" && room.admission ? room.admission.decidedAt.toISOString() : undefined;
  return (
    <div
      id={callIds.admission}
      class="admission"
      {...told({
        swap: true,
        admittedAt: since,
        closedAt: room.closedAt?.toISOString(),
        place: room.closedAt ? "ended" : place,
      })}
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
            <form method="post" action={action} {...told({ swapForm: true, admit: true })}>
              <input type="hidden" name="outcome" value="admitted" />
              <Button>Admitir</Button>
            </form>
          ) : (
            <p class="hint">Inicie o atendimento para admitir.</p>
          )}
          <details>
            <summary>Recusar a entrada…</summary>
            <form method="post" action={action} {...told({ swapForm: true })}>
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
        <form method="post" action={action} {...told({ swapForm: true })}>
          <input type="hidden" name="outcome" value="put-back" />
          <Button kind="secondary" small>
            Devolver à espera
          </Button>
        </form>
      )}
      <CallActs facts={facts} />
    </div>
  );
}

/** Centre pane, right half: the live picture. Its pictures and sound belong to the island; never swapped. */
export function Call({ facts, demo }: { facts: CaseFacts; demo: boolean }) {
  return (
    <Pane title="chamada-titulo">
      <div class="row between">
        <h2 id="chamada-titulo">Ao vivo</h2>
        <fieldset class="row zoom" aria-label="Ampliar documento e imagem juntos">
          <Button type="button" kind="quiet" small id={callIds.smaller}>
            −<span class="visually-hidden"> Reduzir</span>
          </Button>
          <Button type="button" kind="quiet" small id={callIds.larger}>
            +<span class="visually-hidden"> Ampliar</span>
          </Button>
        </fieldset>
      </div>
      <div class="zoomable live">
        {/* biome-ignore lint/a11y/useMediaCaption: a live call has no captions; the text panel below carries words */}
        <video id={callIds.applicant} autoplay playsInline aria-label="Imagem do titular" />
        <video id={callIds.own} class="own" hidden autoplay playsInline muted aria-label="Sua imagem" />
        {/* biome-ignore lint/a11y/useMediaCaption: a picture without sound */}
        <video
          id={callIds.phone}
          class="phone"
          hidden
          autoplay
          playsInline
          aria-label="Celular do titular, câmera do documento"
        />
        <figure id={callIds.interpreterFrame} class="interpreter" hidden>
          {/* biome-ignore lint/a11y/useMediaCaption: a live call has no captions; the text panel below carries words */}
          <video id={callIds.interpreter} autoplay playsInline aria-label="Imagem do intérprete" />
          <figcaption id={callIds.interpreterName}>Intérprete</figcaption>
        </figure>
        <p id={callIds.state} class="call-state" role="status">
          Sua câmera está desligada.
        </p>
      </div>
      <div class="row" id={callIds.camera}>
        <Button type="button" small id={callIds.openCamera}>
          Ligar câmera e microfone
        </Button>
        {demo && (
          <Button type="button" small kind="secondary" id={callIds.testPicture}>
            Usar imagem de teste
          </Button>
        )}
      </div>
      <p id={callIds.applicantDevices} class="lack" role="status" hidden />
      <p id={callIds.interpreterAwaited} class="lack" role="status" hidden />
      <p id={callIds.trouble} class="error-words" role="alert" />
      <DeviceNotice />
      <DeviceChoice />
      <Admission facts={facts} />
      <section id={callIds.talkPanel} aria-labelledby="texto-titulo">
        <h3 id="texto-titulo">Texto com o titular</h3>
        <ol id={callIds.talk} class="talk" aria-live="polite">
          {facts.lines.map((line) => (
            <li key={line.id} class={line.author} {...told({ id: line.id })}>
              <span class="hint">{authors[line.author]}: </span>
              {line.text}
            </li>
          ))}
        </ol>
        <p id={callIds.talkUnsent} class="hint" role="status" />
        <form
          method="post"
          action={deskCaseTextPath(facts.room.id)}
          id={callIds.talkForm}
          class="row"
          hidden={facts.room.closedAt !== null}
        >
          <label class="visually-hidden" for={callIds.talkText}>
            Texto para o titular
          </label>
          <input id={callIds.talkText} name="text" maxLength={2000} autocomplete="off" />
          <Button small>Enviar</Button>
        </form>
      </section>
    </Pane>
  );
}

/** The address is shown once, to be handed on: only its hash is kept. The island asks for it without leaving the call. */
export function InterpreterInvitation() {
  return (
    <dialog id={callIds.inviteDialog} aria-labelledby="convite-titulo">
      <h2 id="convite-titulo">Convidar intérprete</h2>
      <form id={callIds.inviteForm}>
        <Field
          name={callIds.inviteName}
          label="Nome de quem interpreta"
          hint="O titular vê este nome. Você e ele veem e ouvem o intérprete, e a participação é gravada."
          more={{ maxLength: 120, required: true }}
        />
        <p id={callIds.inviteTrouble} class="error-words" role="alert" />
        <Button small>Criar o convite</Button>
      </form>
      <div id={callIds.inviteReady} hidden>
        <div class="field">
          <label for={callIds.inviteAddress}>Envie este endereço ao intérprete</label>
          <span class="hint" id={callIds.inviteUntil} />
          <input id={callIds.inviteAddress} readOnly />
        </div>
        <div class="row">
          <Button type="button" small id={callIds.inviteCopy}>
            Copiar
          </Button>
          <a class="button secondary small" id={callIds.inviteMail} href="mailto:">
            Enviar por e-mail
          </a>
          <Button type="button" kind="quiet" small id={callIds.inviteAnother}>
            Criar outro
          </Button>
        </div>
        <p id={callIds.inviteCopied} role="status" />
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
    <section id={callIds.elsewhere} class="other-window" tabIndex={-1} aria-labelledby="outra-janela-titulo" hidden>
      <div {...told({ why: "other-window" })}>
        <h2 id="outra-janela-titulo">Este atendimento está aberto em outra janela</h2>
        <p>
          Lá a chamada continua e é gravada. Aqui a câmera e o microfone foram desligados; o que você digitou ficou.
        </p>
        <div class="row">
          <Button type="button" id={callIds.continueHere}>
            Continuar aqui
          </Button>
          <a class="button secondary" href={deskPath()}>
            Voltar à fila
          </a>
        </div>
      </div>
      <div {...told({ why: "passed-on" })}>
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
  return <span id={callIds.lowPicture} class="over" role="status" hidden {...told({ lines, frames })} />;
}

/** Always in sight: clock, proof that the recording grows, line, mute, end. */
export function CallBar({ facts }: { facts: CaseFacts }) {
  return (
    <section class="call-bar" aria-label="Chamada">
      <span>
        <span class="hint">Tempo</span> <strong id={callIds.clock}>00:00</strong>
        <span id={callIds.overtime} class="over" hidden>
          {" "}
          passou do horário
        </span>
      </span>
      <span id={callIds.recording} {...told({ state: "idle" })}>
        <span class="dot" aria-hidden="true" /> <span id={callIds.recordingText}>Sem gravação</span>
      </span>
      <span id={callIds.line}>
        <span class="hint">Linha</span> <strong id={callIds.lineText}>–</strong>
      </span>
      <PictureFloor {...facts.content.room.picture} />
      <span class="row" id={callIds.controls}>
        <Button type="button" kind="quiet" small id={callIds.muteAudio}>
          Desligar microfone
        </Button>
        <Button type="button" kind="quiet" small id={callIds.muteVideo}>
          Desligar câmera
        </Button>
        <Button type="button" kind="quiet" small id={callIds.invite}>
          Convidar intérprete
        </Button>
        <label class="small">
          <input type="checkbox" id={deskIds.keysOn} checked /> Teclas
        </label>
        <Button type="button" kind="quiet" small id={callIds.showKeys}>
          Ver teclas <kbd>?</kbd>
        </Button>
      </span>
      <div id="encerrar" {...told({ swap: true })}>
        {isEarly(facts.room, facts.now) && <span class="hint">A sala abre às {formatTime(facts.room.opensAt)}</span>}
        {facts.room.closedAt === null && !isEarly(facts.room, facts.now) && (
          <form method="post" action={deskCaseEndPath(facts.room.id)} {...told({ swapForm: true, end: true })}>
            <Button kind="danger" small>
              Encerrar chamada
            </Button>
          </form>
        )}
        {facts.room.closedAt !== null && (
          <span class="row">
            {facts.reopenable && (
              <form method="post" action={deskCaseReopeningPath(facts.room.id)}>
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
