import { isContractProcedure } from "@orpc/contract";
import { expect, test } from "vitest";
import { contract } from "./contract.ts";
import { describeApi } from "./openapi.ts";
import { parts, summaries } from "./summaries.ts";

const names = Object.entries(contract).flatMap(([noun, verbs]) =>
  Object.keys(verbs).map((verb) => `${noun}.${verb}`),
);

test("every procedure has a line and a part, and none is described that isn't there", () => {
  expect(Object.keys(summaries).toSorted()).toEqual(names.toSorted());
  expect(Object.keys(parts).toSorted()).toEqual(Object.keys(contract).toSorted());
  expect(new Set(Object.values(summaries)).size).toBe(names.length);
});

test("the document holds every procedure at its address, with its refusals and how to be let in", async () => {
  const document = await describeApi();
  const found = new Map(
    Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods ?? {}).map(([method, operation]) => {
        const { operationId = "", ...rest } = operation as {
          operationId?: string;
          responses: object;
        };
        return [operationId, { path, method, ...rest }];
      }),
    ),
  );
  expect([...found.keys()].toSorted()).toEqual(names.toSorted());
  for (const [noun, verbs] of Object.entries(contract)) {
    for (const [verb, procedure] of Object.entries(verbs)) {
      if (!isContractProcedure(procedure)) throw new Error(`${noun}.${verb} is no procedure`);
      const { method = "POST", path } = procedure["~orpc"].route;
      expect(found.get(`${noun}.${verb}`)).toMatchObject({ path, method: method.toLowerCase() });
    }
  }
  const start = found.get("generation.start");
  expect(start?.responses).toMatchObject({ 409: { $ref: "#/components/responses/CONFLICT" } });
  expect(document.security).toEqual([{ token: [] }, { session: [] }]);
  expect(found.get("people.createOwner")).toMatchObject({ security: [] });
  expect(start).not.toHaveProperty("security");
  const text = JSON.stringify(document);
  for (const [, pointer = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = pointer
      .split("/")
      .reduce<unknown>((place, key) => Reflect.get(Object(place), key), document);
    expect(target, pointer).toBeDefined();
  }
});
