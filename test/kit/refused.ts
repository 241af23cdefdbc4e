import assert from "node:assert/strict";
import type { FailureCode } from "../../src/faces/failure-catalogue.ts";
import { Failure } from "../../src/platform/failures/failure.ts";

/** For assert.rejects: refused with this code, and with nothing else. */
export const refused =
  (code: FailureCode) =>
  (error: unknown): true => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code);
    return true;
  };
