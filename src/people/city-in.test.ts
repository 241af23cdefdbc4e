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
    ["Rua 10, 5", undefined],
    ["", undefined],
  ] as const)
    assert.equal(cityIn(address), city, address);
});
