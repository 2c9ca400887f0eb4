import { emotionalValenceOf, expertiseLevelOf } from "./chunk-character.ts";

/** A passage as a prompt needs it. */
export interface PromptChunk {
  documentTitle: string;
  heading: string;
  content: string;
  dimensions: Record<string, unknown>;
}

/**
 * Passages as they stand in a prompt: each between `<source>` marks, so that a model can tell data from
 * instructions. A passage can't close its own mark.
 */
export function renderChunks(chunks: readonly PromptChunk[]): string {
  if (chunks.length === 0) return "(no documents were chosen for this conversation)";
  return chunks
    .map((chunk, index) => {
      const { audience } = chunk.dimensions;
      const attributes = Object.entries({
        number: index + 1,
        document: chunk.documentTitle,
        section: chunk.heading,
        audience,
        expertise_level: expertiseLevelOf(chunk.dimensions),
        emotional_valence: emotionalValenceOf(chunk.dimensions),
      }).filter(([, value]) => typeof value === "number" || (typeof value === "string" && value));
      const head = attributes
        .map(([name, value]) => `${name}="${attribute(String(value))}"`)
        .join(" ");
      return `<source ${head}>\n${chunk.content.replaceAll(/<(\/?source)/gi, "‹$1")}\n</source>`;
    })
    .join("\n\n");
}

function attribute(value: string): string {
  return value.replaceAll(/["<>]/g, "'").replaceAll(/\s+/g, " ").trim();
}
