import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger, withoutPersonalData } from "./logger.ts";

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = "";
  write(createLogger({ destination: { write: (line) => void (text += line) } }));
  return text;
}

test("names, addresses and numbers of people do not reach the log, wherever they are put", () => {
  const text = logged((log) => {
    log.info(
      { name: "Maria Souza", order: { email: "maria@example.org", applicant: { cpf: "12345678909" } } },
      "placed",
    );
    log.warn(
      { err: new Error('duplicate key (taxpayer_id)=(123.456.789-09) of "maria.souza+x@mail.example.com.br"') },
      "odd",
    );
    log.info("CNPJ 12.ABC.345/01DE-35 and 11222333000181, CPF 12345678909");
  });
  for (const secret of ["Maria", "maria", "123.456.789-09", "12345678909", "12.ABC.345/01DE-35", "11222333000181"])
    assert.equal(text.includes(secret), false, secret);
  assert.match(text, /\[cpf\].*\[email\]/);
});

test("what an operator needs stays: times, ids, routes, durations, order of magnitude", () => {
  const line =
    '{"time":"2026-11-23T13:00:00.123Z","requestId":"0193575c-12ab-7cde-8f01-123456789012","ms":12345,"at":1763902800123}';
  assert.equal(withoutPersonalData(line), line);
  const entry = JSON.parse(
    logged((log) =>
      log.info({ req: { method: "GET", url: "/pedidos/CERTI123", routeOptions: { url: "/pedidos/:number" } } }),
    ),
  );
  assert.deepEqual(entry.req, { method: "GET", route: "/pedidos/:number" });
});
