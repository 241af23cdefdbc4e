/**
 * A fetch of the desk that outlives its sign-in: what was refused is asked again once the person has signed in over the
 * page.
 */

import { isAt } from "../../contract/address.ts";
import { deskSignInPath, deskUnlockPath } from "../../contract/desk-addresses.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import { ownAddress } from "../tab/own-address.ts";

const signedOutPages = [deskSignInPath, deskUnlockPath];

function isSignedOut(response: Response): boolean {
  return response.status === 401 || signedOutPages.some((page) => isAt(new URL(response.url).pathname, page()));
}

/** The dialog of desk-lock-island.ts answers "desk-signed-in"; a page without it leads to the page that signs in. */
export async function fetchSignedIn(request: Request): Promise<Response> {
  for (;;) {
    const response = await fetch(request.clone());
    if (!isSignedOut(response)) return response;
    if (!document.getElementById(deskIds.lock)) {
      const { pathname, search } = new URL(ownAddress());
      location.assign(`${deskSignInPath()}?depois=${encodeURIComponent(pathname + search)}`);
      return new Promise(() => undefined);
    }
    await new Promise<void>((resolve) => {
      addEventListener("desk-signed-in", () => resolve(), { once: true });
      dispatchEvent(new Event("desk-signed-out"));
    });
  }
}
