import { roomInterpreterLeavingPath } from "../../../contract/program-addresses.ts";
import type { Room } from "../../../rooms/room.ts";
import { assetUrl } from "../../assets.ts";
import { formatTime } from "../../ui/dates.ts";
import { Layout } from "../../ui/layout.tsx";
import { DeviceChoice, DeviceNotice } from "../../ui/own-devices.tsx";
import { TestPicture } from "../../ui/test-picture.tsx";
import { LeaveSeat, PassPage } from "./pass-view.tsx";
import { Live } from "./room-call-view.tsx";

/** The invitation as it is opened: nothing is taken yet. */
export function GuestPassView({ name, expiresAt, demo }: { name: string; expiresAt: Date; demo: boolean }) {
  return (
    <PassPage title="Convite para intérprete" button="Entrar como intérprete" demo={demo}>
      <p class="lead">{name}, este convite abre o lugar do intérprete em uma videoconferência gravada.</p>
      <p>
        Ele vale para um aparelho só, até {formatTime(expiresAt)}: abra no aparelho com câmera e microfone que você vai
        usar.
      </p>
    </PassPage>
  );
}

/** The interpreter's page: sees and hears both, is seen and heard by both, writes in the text panel; decides nothing. */
export function GuestPage({ room, name, demo }: { room: Room; name: string; demo: boolean }) {
  return (
    <Layout
      title="Intérprete na videoconferência"
      demo={demo}
      islands={["guest-island"]}
      sheets={["room.css"]}
      nav={[]}
    >
      <div
        id="convidado"
        data-room={room.id}
        data-agent={room.agentName}
        data-panel={assetUrl("device-panel-island.js")}
        data-picture={demo ? assetUrl("test-picture-island.js") : undefined}
      >
        <p id="sala-aviso" class="notice warn" hidden />
        <DeviceNotice />
        <h1 id="sala-titulo" tabIndex={-1}>
          Você entra como intérprete
        </h1>
        <output id="sala-polido" class="visually-hidden" />
        <p id="sala-urgente" class="visually-hidden" role="alert" aria-live="assertive" />
        <section data-screen="start">
          <p class="lead">
            {name}, você vai ver e ouvir {room.applicantName} e {room.agentName}. Eles também verão e ouvirão você.
          </p>
          <p>A videoconferência é gravada, com a sua imagem e a sua voz. Traduza tudo o que for dito e nada mais.</p>
          <div id="convidado-problema" class="notice error" role="alert" hidden>
            <p id="convidado-problema-texto" />
          </div>
          <p class="actions">
            <button type="button" class="button" data-do="start" data-waits disabled>
              Ingressar agora
            </button>
            <TestPicture demo={demo} />
          </p>
        </section>
        <section data-screen="call" hidden>
          <p class="lead" id="convidado-estado" role="status">
            Esperando o agente admitir o titular.
          </p>
          <div class="room-stage">
            <Live id="convidado-titular" class="room-picture" label={`Imagem de ${room.applicantName}`} />
            <Live id="convidado-agente" class="room-guest" label={`Imagem do agente ${room.agentName}`} />
            <Live id="convidado-propria" class="room-own mirrored" label="Sua imagem" muted />
          </div>
          <p id="convidado-aparelhos" class="notice info" role="status" hidden />
          <div data-device-slot>
            <DeviceChoice />
          </div>
          <section class="room-chat" aria-labelledby="sala-mensagens">
            <h2 id="sala-mensagens">Mensagens</h2>
            <ol id="sala-falas" aria-live="polite" />
            <p id="sala-falas-espera" class="hint" role="status" />
            <form id="sala-escrever">
              <label for="sala-texto">Escreva para os dois</label>
              <div class="room-write">
                <input id="sala-texto" maxLength={2000} autocomplete="off" />
                <button type="submit" class="button small">
                  Enviar
                </button>
              </div>
            </form>
          </section>
        </section>
        <section data-screen="ended" hidden>
          <p class="lead">Obrigado. Pode fechar esta página.</p>
        </section>
        <section data-screen="elsewhere" hidden>
          <p>Outra página já ocupa o lugar do intérprete.</p>
        </section>
        <LeaveSeat action={roomInterpreterLeavingPath(room.id)}>Deixar o lugar do intérprete</LeaveSeat>
      </div>
    </Layout>
  );
}
