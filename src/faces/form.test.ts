import assert from "node:assert/strict";
import { test } from "node:test";
import { PeopleFailure } from "../people/people-failures.ts";
import { SchedulingFailure } from "../scheduling/scheduling-failures.ts";
import { besideData } from "./applicant/purchase/purchase-forms.ts";
import { refusalBeside } from "./form.ts";

test("a refusal stands beside the field that the face names for it, else it is the whole form's", () => {
  const taken = new SchedulingFailure("slot-taken");
  const words = "Esse horário acabou de ser ocupado. Escolha outro da lista.";
  assert.deepEqual(refusalBeside(taken, { "slot-taken": "inicio" }), { inicio: words });
  assert.deepEqual(refusalBeside(taken, { "hold-limit": "horario" }), { "": words });
  assert.deepEqual(refusalBeside(taken), { "": words });
});

test("a name that no certificate can hold stands beside the field of whose it is", () => {
  const beside = (whose: string) =>
    Object.keys(refusalBeside(new PeopleFailure("name-not-writable", { letters: "“株”", whose }), besideData));
  assert.deepEqual(beside("holder"), ["nome"]);
  assert.deepEqual(beside("company"), ["empresa"]);
});
