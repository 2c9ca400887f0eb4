import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "./contract.ts";

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

/** The OpenAPI 3.1 document of `/api/v1`, made from the contract. */
export function describeApi(): Promise<object> {
  return generator.generate(contract, {
    info: {
      title: "Bright Run",
      version: "1",
      description:
        "Everything the pages do. Sign in at /api/auth/sign-in/email and send the session cookie along. Errors carry a code, and a message that a person can read.",
    },
    servers: [{ url: "/api/v1" }],
  });
}
