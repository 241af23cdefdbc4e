import * as cameraIds from "../../../contract/page-ids/camera-ids.ts";
import * as seatIds from "../../../contract/page-ids/seat-ids.ts";
import { roomCameraLeavingPath } from "../../../contract/program-addresses.ts";
import type { Room } from "../../../rooms/room.ts";
import { assetUrl } from "../../assets.ts";
import { Layout } from "../../ui/layout.tsx";
import { DeviceChoice, DeviceNotice } from "../../ui/own-devices.tsx";
import { TestPicture } from "../../ui/test-picture.tsx";
import { told } from "../../ui/told.ts";
import { LeaveSeat, PassPage } from "./pass-view.tsx";

/** What the phone shows when it has read the code: the seat is not taken yet. */
export function CameraPassView({ demo }: { demo: boolean }) {
  return (
    <PassPage title="Câmera do documento" button="Usar este celular" demo={demo}>
      <p class="lead">
        Este celular vai mostrar o documento na sua videoconferência, só com a câmera de trás e sem som.
      </p>
      <p>O código vale para um celular só.</p>
    </PassPage>
  );
}

/** The holder's phone while it serves as document camera: a picture, a light, a shutter that the agent presses. */
export function CameraPage({ room, demo }: { room: Room; demo: boolean }) {
  return (
    <Layout title="Câmera do documento" demo={demo} islands={["camera-island"]} sheets={["room.css"]} nav={[]}>
      <div
        id={cameraIds.page}
        {...told({
          room: room.id,
          demo: demo ? "sim" : "nao",
          panel: assetUrl("device-panel-island.js"),
          picture: demo ? assetUrl("test-picture-island.js") : undefined,
        })}
      >
        <p id={seatIds.warning} class="notice warn" hidden />
        <DeviceNotice />
        <h1 id={seatIds.title} tabIndex={-1}>
          Este celular mostra o documento
        </h1>
        <output id={seatIds.polite} class="visually-hidden" />
        <p id={seatIds.urgent} class="visually-hidden" role="alert" aria-live="assertive" />
        <section {...told({ screen: "start" })}>
          <p class="lead">A videoconferência continua no computador. Aqui só a câmera de trás funciona, sem som.</p>
          <div id={cameraIds.trouble} class="notice error" role="alert" hidden>
            <p id={cameraIds.troubleText} />
          </div>
          <p class="actions">
            <button type="button" class="button" {...told({ do: "start", waits: true })} disabled>
              Ligar a câmera
            </button>
            <TestPicture demo={demo} />
          </p>
        </section>
        <section {...told({ screen: "call" })} hidden>
          <p class="lead" id={cameraIds.state} role="status">
            Esperando o agente.
          </p>
          <div class="room-stage">
            <video
              id={cameraIds.picture}
              class="room-picture"
              autoplay
              muted
              playsInline
              aria-label="Imagem da câmera de trás"
            />
          </div>
          <p id={seatIds.still} class="notice info" hidden />
          <p class="actions">
            <button
              type="button"
              class="button secondary"
              {...told({ do: "torch" })}
              aria-pressed="false"
              hidden
              id={cameraIds.torch}
            >
              Ligar a luz
            </button>
          </p>
          <div {...told({ deviceSlot: true })}>
            <DeviceChoice />
          </div>
          <p class="hint">Deixe esta página aberta. A foto sai sozinha quando o agente pedir.</p>
        </section>
        <section {...told({ screen: "ended" })} hidden>
          <p class="lead">Pode fechar esta página. Continue no computador.</p>
        </section>
        <section {...told({ screen: "elsewhere" })} hidden>
          <p>Outra página já é a câmera desta videoconferência.</p>
        </section>
        <LeaveSeat action={roomCameraLeavingPath(room.id)}>Não usar mais este celular</LeaveSeat>
      </div>
    </Layout>
  );
}
