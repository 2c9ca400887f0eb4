import { type OpenAPI, OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { contract } from "./contract.ts";
import { parts, summaries } from "./summaries.ts";

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

/** What may be called without signing in. */
const open = [
  "people.session",
  "people.createOwner",
  "people.viewInvitation",
  "people.acceptInvitation",
];

/** The refusals that any call may be answered with: status -> code, and when. */
const refusals: Record<number, { code: string; description: string }> = {
  400: {
    code: "INVALID_INPUT",
    description: "The input can't be taken as it is. `data.fields` names each field and why.",
  },
  401: { code: "UNAUTHENTICATED", description: "Not signed in, or the token opens nothing." },
  403: { code: "FORBIDDEN", description: "The role doesn't allow this." },
  404: {
    code: "NOT_FOUND",
    description: "It doesn't exist, or belongs to another workspace: the two look alike.",
  },
  409: { code: "CONFLICT", description: "It doesn't fit to how things stand. Read again, decide." },
  413: { code: "TOO_LARGE", description: "More was sent than is taken at once." },
  503: { code: "UNAVAILABLE", description: "Not possible at the moment. Try again later." },
};

/** The OpenAPI 3.1 document of `/api/v1`, made from the contract. */
export async function describeApi(): Promise<OpenAPI.Document> {
  const document = await generator.generate(contract, {
    info: {
      title: "Bright Run",
      version: "1",
      description:
        "Everything that the pages do. A program sends an API token, made under Settings > API tokens: `Authorization: Bearer bright_...`. It acts for the person who made it, with the lower of the token's role and the person's. Errors carry a code and a message that a person can read: what happened, what was kept, what to do next. Money is in millionths of a US dollar, time in seconds unless named otherwise.",
    },
    servers: [{ url: "/api/v1" }],
    tags: Object.entries(parts).map(([name, description]) => ({ name, description })),
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, bright_..." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "bright.session_token",
          description: "The session of a browser that is signed in.",
        },
      },
      schemas: { Refusal: refusalSchema },
      responses: Object.fromEntries(
        Object.values(refusals).map(({ code, description }) => [
          code,
          refusalResponse(description),
        ]),
      ),
    },
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {}))
      complete(operation as OpenAPI.OperationObject);
  }
  return document;
}

const refusalSchema: OpenAPI.SchemaObject = {
  type: "object",
  required: ["code", "status", "message"],
  properties: {
    code: { type: "string", description: "For programs, such as NOT_FOUND." },
    status: { type: "integer" },
    message: { type: "string", description: "For people: what happened, what to do next." },
    data: {
      type: "object",
      properties: {
        fields: {
          type: "array",
          items: {
            type: "object",
            required: ["field", "message"],
            properties: { field: { type: "string" }, message: { type: "string" } },
          },
        },
      },
    },
  },
};

function refusalResponse(description: string): OpenAPI.ResponseObject {
  const schema = { $ref: "#/components/schemas/Refusal" };
  return { description, content: { "application/json": { schema } } };
}

/** What the contract doesn't say of a procedure: its part, its line, who may call it, and refusals in words. */
function complete(operation: OpenAPI.OperationObject): void {
  const name = operation.operationId ?? "";
  const summary = summaries[name];
  if (summary !== undefined) operation.summary = summary;
  operation.tags = [name.split(".")[0] ?? ""];
  if (open.includes(name)) operation.security = [];
  for (const [status, { code }] of Object.entries(refusals)) {
    operation.responses = {
      ...operation.responses,
      [status]: { $ref: `#/components/responses/${code}` },
    };
  }
}
