import type { ComponentChildren } from "preact";
import { orderPath } from "../../../contract/holder-addresses.ts";
import * as deviceIds from "../../../contract/page-ids/device-ids.ts";
import * as readinessIds from "../../../contract/page-ids/readiness-ids.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { type Readiness, type ReadinessCheck, readinessChecks } from "../../../rooms/readiness/readiness.ts";
import { assetUrl } from "../../assets.ts";
import { BackLink, LinkButton, Notice } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { DeviceChoice, DeviceNotice } from "../../ui/own-devices.tsx";
import { checkTitles, scoreWords, verdictWords } from "../../ui/readiness-words.ts";
import { TestPicture } from "../../ui/test-picture.tsx";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame } from "../applicant-page.tsx";

type Props = { frame: Frame; order: PlacedOrder; passport: Readiness | undefined; qr: string };

/** One act at a time: permission, silence and voice, sound, document, battery; the line is tried meanwhile. */
export function ReadinessView({ frame, order, passport, qr }: Props) {
  return (
    <ApplicantPage
      frame={frame}
      title="Teste do aparelho"
      sheets={["room.css", "readiness.css"]}
      islands={["readiness-island"]}
    >
      <BackLink href={orderPath(order.number)} text={`Pedido ${order.number}`} />
      <div
        id={readinessIds.page}
        {...told({
          order: order.number,
          demo: frame.demo ? "sim" : "nao",
          line: assetUrl("door-line-island.js"),
          picture: frame.demo ? assetUrl("test-picture-island.js") : undefined,
        })}
      >
        <h1 id={readinessIds.title} tabIndex={-1}>
          Teste do aparelho
        </h1>
        <output id={readinessIds.polite} class="visually-hidden" />
        <noscript>
          <Notice tone="warn" title="O teste precisa de JavaScript">
            <p>Ligue o JavaScript deste navegador, ou abra esta página em outro.</p>
          </Notice>
        </noscript>
        <InApp />
        <Start passport={passport} demo={frame.demo} />
        <Stage id="voz">
          <p class="lead" id={readinessIds.voiceAsked} role="status">
            Fique em silêncio por dois segundos.
          </p>
          <Preview id={readinessIds.preview} />
          <meter id={readinessIds.level} min={0} max={1} low={0.05} value={0} aria-label="Nível do microfone" />
        </Stage>
        <Stage id="som">
          <p class="lead">Vamos tocar três notas. Aumente o volume.</p>
          <p class="actions">
            <button type="button" class="button" {...told({ do: "tone" })}>
              Tocar as notas
            </button>
          </p>
          <fieldset id={readinessIds.soundAnswer} hidden>
            <legend>Você ouviu as notas?</legend>
            <p class="actions">
              <button type="button" class="button" {...told({ do: "heard" })}>
                Ouvi
              </button>
              <button type="button" class="button secondary" {...told({ do: "not-heard" })}>
                Não ouvi
              </button>
            </p>
          </fieldset>
        </Stage>
        <Stage id="documento">
          <p class="lead" id="documento-pedido">
            Mostre a frente do seu documento com foto para a câmera. O documento não é guardado neste teste.
          </p>
          <Preview id={readinessIds.documentPreview} />
          <p id={readinessIds.documentWords} class="room-step" role="status" hidden />
          <p class="actions">
            <button type="button" class="button" {...told({ do: "document" })}>
              Estou mostrando
            </button>
            <button type="button" class="button quiet" {...told({ do: "skip-document" })}>
              Não estou com ele agora
            </button>
          </p>
        </Stage>
        <Stage id="bateria">
          <p class="lead">Este navegador não mostra a bateria. Como ela está?</p>
          <p class="actions">
            <button type="button" class="button secondary" {...told({ do: "battery" })} value="tomada">
              Na tomada
            </button>
            <button type="button" class="button secondary" {...told({ do: "battery" })} value="cheia">
              Mais da metade
            </button>
            <button type="button" class="button secondary" {...told({ do: "battery" })} value="menos">
              Menos da metade
            </button>
          </p>
        </Stage>
        <Stage id="fim">
          <p class="lead" id={readinessIds.endWords} />
          <p class="actions">
            <LinkButton href={orderPath(order.number)}>Voltar ao pedido</LinkButton>
            <button type="button" class="button quiet" {...told({ do: "again" })}>
              Testar de novo
            </button>
          </p>
        </Stage>
        <DeviceNotice />
        <DeviceChoice />
        <Results passport={passport} />
        <Handover
          qr={qr}
          words="Aponte a câmera do celular para o código. Lá pedimos o número do pedido e o CPF ou CNPJ."
        />
      </div>
    </ApplicantPage>
  );
}

function Stage({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <section {...told({ stage: id })} class="readiness-stage" hidden>
      {children}
    </section>
  );
}

function Preview({ id }: { id: string }) {
  return <video id={id} class="room-picture small" autoplay muted playsInline aria-label="Sua imagem" />;
}

/** Shown by the island where the page runs inside another app. */
function InApp() {
  return (
    <div id={deviceIds.inApp} class="notice warn" hidden>
      <h2>Abra em outro navegador</h2>
      <p id={deviceIds.inAppText} />
      <p class="actions">
        <a id={deviceIds.inAppOut} class="button" href="/" hidden>
          Abrir no Chrome
        </a>
        <button type="button" class="button secondary" {...told({ do: "copy" })}>
          Copiar o endereço
        </button>
      </p>
    </div>
  );
}

function Start({ passport, demo }: { passport: Readiness | undefined; demo: boolean }) {
  return (
    <section {...told({ stage: "inicio" })} class="readiness-stage">
      {passport ? (
        <p class="lead">
          Último teste: {formatDayAndTime(passport.takenAt)}. {scoreWords(passport.score).words}, {passport.score} de
          100.
        </p>
      ) : (
        <p class="lead">
          Leva dois minutos. Use o aparelho e o lugar da videoconferência. Deixe o documento por perto.
        </p>
      )}
      <div id={readinessIds.trouble} class="notice error" role="alert" hidden>
        <h2 id={deviceIds.troubleTitle(readinessIds.trouble)}>A câmera não abriu</h2>
        <p id={deviceIds.troubleText(readinessIds.trouble)} />
        <ol id={deviceIds.troubleSteps(readinessIds.trouble)} />
      </div>
      <p id={readinessIds.opening} role="status" hidden>
        Abrindo… Se o navegador perguntar, escolha “Permitir”.
      </p>
      <p class="actions">
        <button type="button" class="button" {...told({ do: "start", waits: true })} disabled>
          Começar o teste
        </button>
        <TestPicture demo={demo} />
      </p>
    </section>
  );
}

/** Every check with its last word; the island writes into the same places. */
function Results({ passport }: { passport: Readiness | undefined }) {
  const row = (check: ReadinessCheck) => {
    const found = passport?.findings[check];
    return (
      <li key={check} id={readinessIds.finding(check)} {...told({ verdict: found?.verdict ?? "none" })}>
        <span class="readiness-name">{checkTitles[check]}</span>
        <span class="readiness-verdict" {...told({ words: true })}>
          {found ? `${verdictWords[found.verdict]}: ${found.value}` : "Ainda não testado"}
        </span>
        <span class="readiness-cure" {...told({ cure: true })} hidden />
      </li>
    );
  };
  return (
    <section aria-labelledby="achados-titulo">
      <h2 id="achados-titulo">Resultado</h2>
      <ul class="readiness-list">{readinessChecks.map(row)}</ul>
      <p class="hint" id="achados-guardado">
        O agente vê este resultado. Nenhuma imagem nem som é guardado.
      </p>
    </section>
  );
}

/** The way to a better device: the same page on the phone, asking for order number and CPF or CNPJ there. */
export function Handover({ qr, words }: { qr: string; words: string }) {
  return (
    <div class="card readiness-phone">
      <img src={qr} width="160" height="160" alt="Código QR com o endereço desta página" />
      <div>
        <h2>Prefere o celular?</h2>
        <p>{words}</p>
      </div>
    </div>
  );
}
