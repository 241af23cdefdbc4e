import * as roomIds from "../../../contract/page-ids/room-ids.ts";
import * as seatIds from "../../../contract/page-ids/seat-ids.ts";
import { told } from "../../ui/told.ts";

/** A live picture. What is said in it also stands in the text panel, so there is no track of captions. */
export function Live(props: { id: string; class: string; label: string; muted?: boolean; hidden?: boolean }) {
  const { id, label, muted, hidden } = props;
  return <video id={id} class={props.class} autoplay muted={muted} hidden={hidden} playsInline aria-label={label} />;
}

/** The call as the applicant sees it: pictures, the present step, consent, controls, text. */
export function Call({ agentName }: { agentName: string }) {
  const tick = (id: Parameters<typeof roomIds.proof>[0], words: string) => (
    <li id={roomIds.proof(id)} {...told({ done: "nao" })}>
      {words}
    </li>
  );
  return (
    <section {...told({ screen: "call" })} hidden>
      <ul class="room-ticks" id="sala-provas" aria-label="Conexão">
        {tick("imageOut", "imagem indo")}
        {tick("soundOut", "som indo")}
        {tick("imageIn", "imagem vindo")}
        {tick("soundIn", "som vindo")}
      </ul>
      <p id={roomIds.line} class="notice info" hidden />
      <p id={roomIds.pause} class="notice info" hidden />
      <p id={roomIds.agentAway} class="notice info" hidden />
      <p id={roomIds.agentDevices} class="notice info" hidden />
      <div class="room-stage">
        <Live id={roomIds.agent} class="room-picture" label={`Imagem do agente ${agentName}`} />
        <p id={roomIds.pictureComing} class="room-coming">
          A imagem do agente está chegando…
        </p>
        <Live id={roomIds.own} class="room-own mirrored" label="Sua imagem" muted />
        <Live id={roomIds.interpreter} class="room-guest" label="Imagem do intérprete" hidden />
        <button type="button" class="button small" id={roomIds.sound} hidden>
          Ligar o som
        </button>
      </div>
      <p id={roomIds.others} class="hint" hidden />
      <p id={roomIds.step} class="room-step" hidden />
      <p id={seatIds.still} class="notice info" hidden />
      <div id={roomIds.consent} class="card" hidden>
        <h2>Esta videoconferência é gravada</h2>
        <p>A gravação prova que foi você. Fica guardada com o seu pedido, pelo prazo da lei.</p>
        <p id={roomIds.recordingBegins} class="hint" role="status">
          A gravação está começando…
        </p>
        <button type="button" class="button" id={roomIds.agree} {...told({ do: "consent" })} hidden>
          Concordo com a gravação
        </button>
      </div>
      <fieldset class="room-controls">
        <legend class="visually-hidden">Controles da chamada</legend>
        <button
          type="button"
          class="button secondary small"
          {...told({ do: "mute-audio" })}
          id={roomIds.muteAudio}
          aria-pressed="false"
        >
          Desligar microfone
        </button>
        <button
          type="button"
          class="button secondary small"
          {...told({ do: "mute-video" })}
          id={roomIds.muteVideo}
          aria-pressed="false"
        >
          Desligar câmera
        </button>
        <button type="button" class="button secondary small" {...told({ do: "flip" })} id={roomIds.flip} hidden>
          Virar câmera
        </button>
        <button type="button" class="button secondary small" {...told({ do: "deaf" })}>
          Não estou ouvindo
        </button>
        <button type="button" class="button secondary small" {...told({ do: "leave" })}>
          Sair da chamada
        </button>
      </fieldset>
      <div {...told({ deviceSlot: true })} />
      <Talk />
      <Phone />
    </section>
  );
}

/** Whoever cannot hear or speak does all of it here: the agent's words come as text, the answers go as text. */
function Talk() {
  const answers = ["Sim", "Não", "Repita, por favor", "Vou responder por texto"];
  return (
    <section class="room-chat" aria-labelledby="sala-mensagens">
      <h2 id="sala-mensagens">Mensagens</h2>
      <ol id={seatIds.talk} aria-live="polite" />
      <p id={seatIds.talkUnsent} class="hint" role="status" />
      <form id={seatIds.talkForm}>
        <label for={seatIds.talkText}>Escreva ao agente</label>
        <div class="room-write">
          <input id={seatIds.talkText} name="texto" maxLength={2000} autocomplete="off" />
          <button type="submit" class="button small">
            Enviar
          </button>
        </div>
        <fieldset class="room-answers">
          <legend class="visually-hidden">Respostas prontas</legend>
          {answers.map((words) => (
            <button key={words} type="button" class="button secondary small" {...told({ do: "answer" })} value={words}>
              {words}
            </button>
          ))}
        </fieldset>
      </form>
    </section>
  );
}

/** A computer's camera rarely shows a document sharply: the phone may do it for this call, without any app. */
function Phone() {
  return (
    <details class="room-phone">
      <summary>Usar o celular para mostrar o documento</summary>
      <p id={roomIds.phoneState}>
        O código vale dez minutos e serve a um celular só. A chamada continua neste aparelho.
      </p>
      <p class="actions">
        <button type="button" class="button secondary small" {...told({ do: "phone" })}>
          Mostrar o código
        </button>
      </p>
      <img id={roomIds.phoneCode} width="220" height="220" alt="Código QR: aponte a câmera do celular" hidden />
    </details>
  );
}
