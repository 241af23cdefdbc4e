/** The interpreter's page. */

export const page = "convidado";
export const state = "convidado-estado";
export const trouble = "convidado-problema";
export const troubleText = "convidado-problema-texto";
export const applicant = "convidado-titular";
export const agent = "convidado-agente";
export const own = "convidado-propria";
export const devices = "convidado-aparelhos";
