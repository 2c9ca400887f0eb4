import { handle } from "#/api/handle.ts";

const answer = (request: Request) => handle("rpc", request);

export { answer as GET, answer as POST };
