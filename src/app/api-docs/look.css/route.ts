import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "#/lib/repository-root.ts";

/**
 * The style sheet of the page of calls as its makers publish it: our own build of styles would take its
 * "$vocabulary" for a variable.
 */
export async function GET() {
  const sheet = join(repositoryRoot(), "node_modules/swagger-ui-dist/swagger-ui.css");
  return new Response(await readFile(sheet), {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=86400",
    },
  });
}
