import type { FastifyInstance } from "fastify";
import { usualLimits } from "./faces/body-watch.ts";
import { newCounts, openDoor } from "./faces/door.ts";
import type { DoorName } from "./faces/entrance.ts";
import { doorRoutes, type FaceDeps } from "./faces/routes.ts";
import { installationSeal } from "./issuance/seals/installation-seal.ts";
import { certificationAuthorities } from "./main-authorities.ts";

const counted = newCounts();

/** A late part of main.ts: the faces, loaded when the first page is asked for. */
export function openDoorNamed(
  name: DoorName,
  deps: Omit<FaceDeps, "signer" | "authorities">,
): Promise<FastifyInstance> {
  const outside = { signer: installationSeal, authorities: certificationAuthorities };
  return openDoor(deps.ctx, doorRoutes[name]({ ...deps, ...outside }), usualLimits, counted);
}
