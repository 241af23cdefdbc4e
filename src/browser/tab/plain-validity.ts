/** What a field that a browser refuses by itself lacks, in the page's language: a browser's own words are in the browser's. */
export function validityWords(
  state: Pick<ValidityState, "valueMissing" | "tooShort" | "typeMismatch">,
  field: { kind: "choice" | "box" | "list" | "text"; minLength: number },
): string {
  if (state.valueMissing && field.kind === "choice") return "Escolha uma das opções.";
  if (state.valueMissing && field.kind === "box") return "Marque esta caixa para continuar.";
  if (state.valueMissing && field.kind === "list") return "Escolha um item da lista.";
  if (state.valueMissing) return "Preencha este campo.";
  if (state.tooShort) return `Escreva um pouco mais: pelo menos ${field.minLength} letras.`;
  if (state.typeMismatch) return "Digite um e-mail completo, como nome@exemplo.com.br.";
  return "";
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function kindOf(control: Control): "choice" | "box" | "list" | "text" {
  if (control.type === "radio") return "choice";
  if (control.type === "checkbox") return "box";
  return control instanceof HTMLSelectElement ? "list" : "text";
}

/** For every form of the page, also those that are put into it later. */
export function speakPlainly(): void {
  addEventListener(
    "invalid",
    ({ target }) => {
      const control = target as Control;
      // Earlier words left on the field would themselves count as a fault.
      control.setCustomValidity("");
      const minLength = "minLength" in control ? control.minLength : 0;
      control.setCustomValidity(validityWords(control.validity, { kind: kindOf(control), minLength }));
    },
    true,
  );
  const settle = ({ target }: Event): void => {
    const control = target as Control;
    if (!control.setCustomValidity) return;
    // A choice is one field of several buttons, and the words stand at the first.
    const group = control.type === "radio" ? [...(control.form?.elements ?? [])] : [control];
    for (const one of group) if ((one as Control).name === control.name) (one as Control).setCustomValidity("");
  };
  addEventListener("input", settle, true);
  addEventListener("change", settle, true);
}
