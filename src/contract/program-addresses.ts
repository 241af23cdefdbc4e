/** Addresses that programs ask for, and the pages that a phone or a guest opens of a room. */
import { address } from "./address.ts";

export const builtFilePath = /* @__PURE__ */ address("/_/:file");
/** Whatever stands below it answers in JSON. */
export const apiRoot = "/api/";
export const apiDescriptionPath = /* @__PURE__ */ address("/api/v1/openapi.json");
export const apiOrderLookupsPath = /* @__PURE__ */ address("/api/v1/order-lookups");
export const apiOrderLineProbePath = /* @__PURE__ */ address("/api/v1/orders/:number/line-probe");
export const apiOrderLineProbeBytesPath = /* @__PURE__ */ address("/api/v1/orders/:number/line-probe/bytes");
export const apiOrderPushSubscriptionPath = /* @__PURE__ */ address("/api/v1/orders/:number/push-subscription");
export const apiOrderReadinessPath = /* @__PURE__ */ address("/api/v1/orders/:number/readiness");
export const apiRegistrationAuthoritiesPath = /* @__PURE__ */ address("/api/v1/registration-authorities");
export const apiProductsPath = /* @__PURE__ */ address("/api/v1/registration-authorities/:slug/products");
export const apiProductSlotsPath = /* @__PURE__ */ address(
  "/api/v1/registration-authorities/:slug/products/:code/slots",
);
export const apiRoomCameraPassPath = /* @__PURE__ */ address("/api/v1/rooms/:roomId/camera-pass");
export const apiRoomInterpreterPassPath = /* @__PURE__ */ address("/api/v1/rooms/:roomId/interpreter-pass");
export const apiRoomSocketPath = /* @__PURE__ */ address("/api/v1/rooms/:roomId/socket");
export const apiRoomStillPath = /* @__PURE__ */ address("/api/v1/rooms/:roomId/stills/:nonce");
export const pushWorkerPath = /* @__PURE__ */ address("/aviso.js");
export const cameraPassPath = /* @__PURE__ */ address("/camera/:token");
export const healthPath = /* @__PURE__ */ address("/health");
export const roomCameraPath = /* @__PURE__ */ address("/sala/:roomId/camera");
export const roomCameraLeavingPath = /* @__PURE__ */ address("/sala/:roomId/camera/saida");
export const roomInterpreterPath = /* @__PURE__ */ address("/sala/:roomId/interprete");
export const roomInterpreterLeavingPath = /* @__PURE__ */ address("/sala/:roomId/interprete/saida");
export const interpreterPassPath = /* @__PURE__ */ address("/sala/convite/:token");
