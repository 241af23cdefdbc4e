/** The holder's phone as document camera. */

export const page = "camera";
export const state = "camera-estado";
export const trouble = "camera-problema";
export const troubleText = "camera-problema-texto";
export const torch = "camera-luz";
export const picture = "camera-imagem";
