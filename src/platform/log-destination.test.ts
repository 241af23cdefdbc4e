import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { logDestination } from "./log-destination.ts";
import { createLogger } from "./logger.ts";

test("a log that cannot be written stops nobody", { skip: !existsSync("/dev/full") }, () => {
  const log = createLogger({ destination: logDestination("/dev/full") });
  for (let n = 0; n < 10; n++) log.error({ err: new Error("no space") }, "unexpected error");
});

test("a value that cannot be written down stops nobody, and the words are kept", () => {
  let text = "";
  const log = createLogger({ destination: { write: (line) => void (text += line) } });
  const broken = {
    get state(): string {
      throw new TypeError("not now");
    },
  };
  log.warn(broken, "what happened");
  assert.match(text, /"unwritable":"TypeError".*"msg":"what happened"/);
});
