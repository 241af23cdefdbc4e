/** Small islands of the holder's site and the office. */

export const pixCode = "codigo-pix";
export const agendaNotice = "agenda-aviso";
