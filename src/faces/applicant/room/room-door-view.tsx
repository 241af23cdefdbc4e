import * as deviceIds from "../../../contract/page-ids/device-ids.ts";
import * as roomIds from "../../../contract/page-ids/room-ids.ts";
import { DeviceChoice } from "../../ui/own-devices.tsx";
import { TestPicture } from "../../ui/test-picture.tsx";
import { told } from "../../ui/told.ts";
import { Live } from "./room-call-view.tsx";

/** Before anything is allowed: what will be asked, and why it did not open. */
export function Start({ hidden, demo }: { hidden: boolean; demo: boolean }) {
  return (
    <section {...told({ screen: "start" })} hidden={hidden}>
      <ol class="room-steps">
        <li>Permita o uso do microfone e da câmera.</li>
        <li>Confira seu nome.</li>
        <li>Ative áudio e vídeo.</li>
        <li>
          Aperte <strong>Ingressar agora</strong> e espere o agente admitir você.
        </li>
      </ol>
      <div id={roomIds.trouble} class="notice error" role="alert" hidden>
        <h2 id={deviceIds.troubleTitle(roomIds.trouble)}>A câmera não abriu</h2>
        <p id={deviceIds.troubleText(roomIds.trouble)} />
        <ol id={deviceIds.troubleSteps(roomIds.trouble)} />
      </div>
      <p id={roomIds.opening} role="status" hidden />
      <div {...told({ deviceSlot: true })}>
        <DeviceChoice />
      </div>
      <p class="actions">
        <button type="button" class="button" {...told({ do: "allow", waits: true })} disabled>
          Permitir microfone e câmera
        </button>
        <TestPicture demo={demo} kind="secondary" />
      </p>
      {demo && <p class="hint">A imagem de teste só existe na demonstração. Serve para quem não tem câmera agora.</p>}
    </section>
  );
}

/** Camera and microphone are open: what they give, which they are, and the way in. */
export function Check({ name, demo }: { name: string; demo: boolean }) {
  return (
    <section {...told({ screen: "check" })} hidden>
      <div class="room-check">
        <Live id={roomIds.preview} class="room-picture mirrored" label="Sua imagem" muted />
        <div>
          <dl class="room-results" aria-label="Resultado do teste">
            <div>
              <dt>Câmera</dt>
              <dd id={roomIds.testCamera}>Testando…</dd>
            </div>
            <div>
              <dt>Luz</dt>
              <dd id={roomIds.testLight}>Testando…</dd>
            </div>
            <div>
              <dt>Internet</dt>
              <dd id={roomIds.testLine}>Testando…</dd>
            </div>
            <div>
              <dt>Microfone</dt>
              <dd id={roomIds.testMicrophone}>Diga seu nome em voz alta.</dd>
            </div>
          </dl>
          <meter id={roomIds.testLevel} min={0} max={1} low={0.05} value={0} aria-label="Nível do microfone" />
        </div>
      </div>
      <div {...told({ deviceSlot: true })} />
      <form id={roomIds.knockForm}>
        <div class="field">
          <label for={roomIds.typedName}>Seu nome</label>
          <span class="hint">É assim que o agente verá você.</span>
          <input id={roomIds.typedName} name="nome" value={name} maxLength={120} autocomplete="name" required />
        </div>
        <div class="room-toggles">
          <label class="choice">
            <input type="checkbox" id={roomIds.withAudio} checked /> <span>Áudio ativado</span>
          </label>
          <label class="choice">
            <input type="checkbox" id={roomIds.withVideo} checked /> <span>Vídeo ativado</span>
          </label>
        </div>
        <p id={roomIds.early} class="hint" hidden />
        <p class="actions">
          <button type="submit" class="button" id={roomIds.knock}>
            Ingressar agora
          </button>
          <button type="button" class="button quiet" {...told({ do: "allow" })}>
            Testar de novo
          </button>
          <TestPicture demo={demo} />
        </p>
      </form>
    </section>
  );
}
