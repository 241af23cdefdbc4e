import * as deviceIds from "../../contract/page-ids/device-ids.ts";

// The reader's own camera and microphone. Filled and shown by src/browser/devices/device-panel.ts.

/** What stopped, and the one button that opens it again. */
export function DeviceNotice() {
  return (
    <div id={deviceIds.notice} class="notice warn device-notice" role="alert" tabIndex={-1} hidden>
      <p id={deviceIds.words} />
      <ol id={deviceIds.steps} hidden />
      <button type="button" class="button small" id={deviceIds.reopen} hidden>
        Abrir de novo
      </button>
    </div>
  );
}

/** Shown where there is more than one of a kind. */
export function DeviceChoice() {
  return (
    <details id={deviceIds.choice} class="device-choice" hidden>
      <summary>Trocar câmera ou microfone</summary>
      <div class="field" id={deviceIds.selectField("video")}>
        <label for={deviceIds.select("video")}>Câmera</label>
        <select id={deviceIds.select("video")} />
      </div>
      <div class="field" id={deviceIds.selectField("audio")}>
        <label for={deviceIds.select("audio")}>Microfone</label>
        <select id={deviceIds.select("audio")} />
      </div>
      <div id={deviceIds.unlisted} hidden>
        <p>O navegador não mostrou as câmeras e os microfones deste aparelho.</p>
        <button type="button" class="button secondary small" id={deviceIds.search}>
          Procurar de novo
        </button>
      </div>
      <p id={deviceIds.choiceState} class="hint" role="status" />
    </details>
  );
}
