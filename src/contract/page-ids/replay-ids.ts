/** The verifier's screen: the film of a sitting, what was watched, and the lens. */

export const film = "filme";
export const filmState = "filme-estado";
export const recordingAwaited = "espera-gravacao";
export const strokes = "riscos";
export const position = "posicao";
export const play = "tocar";
export const back = "voltar";
export const forward = "avancar";
export const clock = "relogio";
export const speed = "velocidade";
export const volume = "volume";
export const trouble = "problema";
export const moments = "momentos";
export const strip = "faixa";
export const watched = "assistido";
export const decision = "decisao";
export const approve = "confirmar";
export const approveWhy = "confirmar-porque";
export const lens = "lupa";
export const lensTitle = "lupa-titulo";
export const lensSmaller = "lupa-menos";
export const lensLarger = "lupa-mais";
export const lensTurn = "lupa-girar";
export const lensClose = "lupa-fechar";
