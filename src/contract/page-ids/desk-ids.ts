/** What stands on every page of the desk, on its list of the day and where passkeys are made and used. */

export const keysOn = "atalhos";
export const callNext = "chamar";
export const notices = "avisos";
export const createKey = "criar-chave";
export const useKey = "usar-chave";
export const lock = "mesa-fechada";
export const lockTitle = "mesa-fechada-titulo";
export const lockText = "mesa-fechada-texto";
export const lockForm = "mesa-fechada-forma";
export const lockEmailField = "mesa-fechada-email";
export const lockEmail = "mesa-email";
export const lockPassword = "mesa-senha";
export const lockTrouble = "mesa-fechada-problema";
export const lockPasskey = "mesa-fechada-chave";
