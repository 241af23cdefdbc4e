/** What the pages of a seat in the room share: the holder's, their phone's, the interpreter's. */

export const warning = "sala-aviso";
export const title = "sala-titulo";
export const polite = "sala-polido";
export const urgent = "sala-urgente";
export const still = "sala-foto";
export const talk = "sala-falas";
export const talkUnsent = "sala-falas-espera";
export const talkForm = "sala-escrever";
export const talkText = "sala-texto";
