import { handle } from "#/api/handle.ts";

const answer = (request: Request) => handle("openapi", request);

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
