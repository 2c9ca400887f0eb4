import { describeApi } from "#/api/openapi.ts";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await describeApi());
}
