let wanted = false;
let lock: WakeLockSentinel | undefined;

/** Keeps the screen on from now on; a page that was hidden takes the lock again when it is seen. */
export function keepAwake(): void {
  if (!wanted) document.addEventListener("visibilitychange", take);
  wanted = true;
  take();
}

export function letSleep(): void {
  wanted = false;
  document.removeEventListener("visibilitychange", take);
  void lock?.release();
  lock = undefined;
}

function take(): void {
  if (!wanted || document.visibilityState !== "visible" || (lock && !lock.released)) return;
  navigator.wakeLock?.request("screen").then(
    (taken) => {
      lock = taken;
    },
    () => undefined, // a low battery may refuse it; the call goes on
  );
}
