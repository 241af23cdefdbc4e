import assert from "node:assert/strict";
import { test } from "node:test";
import { cityIn } from "./city-in.ts";

test("the city of an address, in the shapes in which people write one (case 38)", () => {
  for (const [address, city] of [
    ["Rua A, 10, Campinas/SP", "Campinas"],
    ["Av. Paulista, 1000 - Bela Vista, São Paulo - SP, 01310-100", "São Paulo"],
    ["Av. Paulista, 1000 - Bela Vista, São Paulo - SP, CEP 01310-100, Brasil", "São Paulo"],
    ["Rua XV de Novembro, 50, Centro, Curitiba - PR", "Curitiba"],
    ["Rua A, 10 - Centro - Belo Horizonte - MG", "Belo Horizonte"],
    ["Rua A, 10, Centro, Rio de Janeiro, RJ", "Rio de Janeiro"],
    ["Rua A, 10, São Paulo (SP)", "São Paulo"],
    ["Rua A, 10, Embu-Guaçu/SP", "Embu-Guaçu"],
    ["Av. Brasil, 5 – Ji-Paraná – RO", "Ji-Paraná"],
    ["Rua A, 10, Ji-Paraná-RO", "Ji-Paraná"],
    ["Rua A, 10 – 13010-000 – Campinas–SP", "Campinas"],
    ["Rua A, 10, 13010-000 Campinas SP", "Campinas"],
    ["SCS Quadra 1, Bloco A, Sala 101, Brasília/DF", "Brasília"],
    ["Rua A, 10, Campinas, SP. CEP: 13.010-000", "Campinas"],
    ["Rua A, 10, Salvador, Bahia", "Salvador"],
    ["Rua A, 10, São Paulo", "São Paulo"],
    ["Rua A, 10, Santa Bárbara d’Oeste - sp", "Santa Bárbara d’Oeste"],
    ["Rua A, 10\nCampinas - SP\n13010-000", "Campinas"],
    ["Campinas/SP, Rua A, 10", "Campinas"],
    ["Sorocaba, R. das Flores, 10 - SP", "Sorocaba"],
    ["Rua A, 10, Campinas. SP.", "Campinas"],
    ["Rua A, 10, Campinas -SP", "Campinas"],
    ["Rua A, 10, Campinas- SP", "Campinas"],
    ["Rua A, 10 - Vila-XY - Sorocaba", "Sorocaba"],
    ["SP", undefined],
    ["Rua 10, 5", undefined],
    ["", undefined],
  ] as const)
    assert.equal(cityIn(address), city, address);
});

test("the name of every state after the city, whole, is no city; nor is what names a part of the street or the house", () => {
  const states =
    "Acre,Alagoas,Amapá,Amazonas,Bahia,Ceará,Distrito Federal,Espírito Santo,Goiás,Maranhão,Mato Grosso,Mato Grosso do Sul,Minas Gerais,Pará,Paraíba,Paraná,Pernambuco,Piauí,Rio Grande do Norte,Rio Grande do Sul,Rondônia,Roraima,Santa Catarina,Sergipe,Tocantins,Brasil,Brazil,BR";
  for (const state of states.split(",")) {
    assert.equal(cityIn(`Rua A, 10, Cidade Nova, ${state}`), "Cidade Nova", state);
    assert.equal(cityIn(`Rua A, 10, Cidade Nova, ${state.normalize("NFD")}`), "Cidade Nova", state);
    assert.equal(cityIn(`Rua A, 10, Nova ${state}`), `Nova ${state}`, "a city may be named after one");
  }
  for (const part of "Rua Sol,R. do Sol,Avenida Sol,Av. Sol,Av Sol,Travessa Sol,Praça Sol,Alameda Sol,Rodovia Sol,Estrada Velha,Centro,Sala Azul,Andar térreo,Loja B,Bloco B,Conj. B,Conjunto B,Apto B,Térreo,sn,Cep,Edifício Sol,Ed. Sol,Km sete,Lote B,Quadra B".split(
    ",",
  ))
    assert.equal(cityIn(`Sorocaba, ${part}`), "Sorocaba", part);
  assert.equal(cityIn("Rua A, 10, Centralina"), "Centralina");
  assert.equal(cityIn("Rua A, 10, Salto"), "Salto");
});
