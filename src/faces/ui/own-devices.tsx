// The reader's own camera and microphone. Filled and shown by src/browser/devices/device-panel.ts.

/** What stopped, and the one button that opens it again. */
export function DeviceNotice() {
  return (
    <div id="aparelho-aviso" class="notice warn device-notice" role="alert" tabIndex={-1} hidden>
      <p id="aparelho-palavras" />
      <ol id="aparelho-passos" hidden />
      <button type="button" class="button small" id="aparelho-abrir" hidden>
        Abrir de novo
      </button>
    </div>
  );
}

/** Shown where there is more than one of a kind. */
export function DeviceChoice() {
  return (
    <details id="aparelhos" class="device-choice" hidden>
      <summary>Trocar câmera ou microfone</summary>
      <div class="field" id="aparelho-video-campo">
        <label for="aparelho-video">Câmera</label>
        <select id="aparelho-video" />
      </div>
      <div class="field" id="aparelho-audio-campo">
        <label for="aparelho-audio">Microfone</label>
        <select id="aparelho-audio" />
      </div>
      <div id="aparelhos-sem-lista" hidden>
        <p>O navegador não mostrou as câmeras e os microfones deste aparelho.</p>
        <button type="button" class="button secondary small" id="aparelhos-procurar">
          Procurar de novo
        </button>
      </div>
      <p id="aparelhos-estado" class="hint" role="status" />
    </details>
  );
}
