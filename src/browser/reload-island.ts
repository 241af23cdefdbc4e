// Loads the page again after `data-reload-every` seconds while it is looked at: the next step is somebody else's.
import { openAgain } from "./own-address.ts";

const waiting = document.querySelector<HTMLElement>("[data-reload-every]");
const seconds = Number(waiting?.dataset["reloadEvery"]);
if (seconds > 0)
  setInterval(() => {
    if (!document.hidden) openAgain();
  }, seconds * 1000);
