import type { SealSigner } from "../dossiers/seal-signer.ts";
import type { CertificationAuthorities } from "../issuance/certification-authority.ts";
import type { PaymentProvider } from "../payments/payment-provider.ts";
import type { Context } from "../platform/settings/context.ts";
import type { RoomHub } from "../rooms/live/room-hub.ts";
import type { RoomMedia } from "../rooms/media-port.ts";
import { publicApi } from "./api/public-api.ts";
import { pushApi } from "./api/push-api.ts";
import { readinessApi } from "./api/readiness-api.ts";
import { roomSocket } from "./api/room-socket.ts";
import { issuancePages } from "./applicant/emission/issuance-pages.ts";
import { helpPages } from "./applicant/help/help-pages.ts";
import { latePages } from "./applicant/order/late-pages.ts";
import { orderPages } from "./applicant/order/order-pages.ts";
import { walkInPages } from "./applicant/order/walk-in-pages.ts";
import { papersPages } from "./applicant/papers/papers-pages.ts";
import { homePages } from "./applicant/purchase/home-page.ts";
import { purchasePages } from "./applicant/purchase/purchase-pages.ts";
import { cameraPasses } from "./applicant/room/camera-passes.ts";
import { guestPasses } from "./applicant/room/guest-passes.ts";
import { readinessPages } from "./applicant/room/readiness-pages.ts";
import { roomPages } from "./applicant/room/room-pages.ts";
import { deskPages } from "./desk/desk-pages.ts";
import type { Routes } from "./door.ts";
import type { DoorName } from "./entrance.ts";
import { officePages } from "./office/office-pages.ts";
import { mailboxPages } from "./staff/mailbox-pages.tsx";

/** Everything the faces lean on beside the database: the ports that main.ts fills. */
export type FaceDeps = {
  ctx: Context;
  provider: PaymentProvider | undefined;
  media: RoomMedia;
  rooms: RoomHub;
  signer: SealSigner;
  authorities: CertificationAuthorities;
};

/** The routes of each door (entrance.ts says which addresses are whose). */
export const doorRoutes = {
  holder: (deps: FaceDeps): Routes[] => [
    (app) => homePages(app, deps),
    (app) => purchasePages(app, deps),
    (app) => orderPages(app, deps),
    (app) => papersPages(app, deps),
    (app) => roomPages(app, deps),
    (app) => latePages(app, deps),
    (app) => walkInPages(app, deps),
    (app) => readinessPages(app, deps),
    (app) => issuancePages(app, deps),
    (app) => helpPages(app, deps),
  ],
  staff: (deps: FaceDeps): Routes[] => [
    (app) => deskPages(app, deps),
    (app) => officePages(app, deps),
    (app) => mailboxPages(app, deps),
  ],
  // Programs, the live room, and who comes to it by a link.
  programs: (deps: FaceDeps): Routes[] => [
    (app) => publicApi(app, deps.ctx),
    (app) => roomSocket(app, deps),
    (app) => guestPasses(app, deps),
    (app) => cameraPasses(app, deps),
    (app) => readinessApi(app, deps),
    (app) => pushApi(app, deps),
  ],
} satisfies Record<DoorName, (deps: FaceDeps) => Routes[]>;

/** The whole site behind one door. */
export function routesOf(deps: FaceDeps): Routes[] {
  return Object.values(doorRoutes).flatMap((routes) => routes(deps));
}
