import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { voiceSchema } from "#/core/projects/schema.ts";
import { repositoryRoot } from "#/lib/repository-root.ts";

const projectFileSchema = z.object({
  name: z.string(),
  description: z.string(),
  language: z.string(),
  currency: z.string(),
  voice: voiceSchema,
});

interface SampleFile {
  name: string;
  content: string;
}

/** The parts of `sample/` that only the sample project has; files in the order of their names. */
export async function readSample(): Promise<{
  project: z.output<typeof projectFileSchema>;
  documents: SampleFile[];
  seeds: SampleFile[];
}> {
  const folder = join(repositoryRoot(), "sample");
  const [project, documents, seeds] = await Promise.all([
    readFile(join(folder, "project.json"), "utf8"),
    readFiles(join(folder, "documents"), ".md"),
    readFiles(join(folder, "seeds"), ".json"),
  ]);
  return { project: projectFileSchema.parse(JSON.parse(project)), documents, seeds };
}

async function readFiles(folder: string, ending: string): Promise<SampleFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, content: await readFile(join(folder, name), "utf8") })),
  );
}
