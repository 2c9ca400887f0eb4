import { type ChunkOfText, chunkDocument } from "./chunk-document.ts";
import type { FrontMatter } from "./read-front-matter.ts";
import { findReader } from "./readers/find-reader.ts";
import { sha256 } from "#/lib/sha256.ts";
import { shorten } from "#/lib/text-place.ts";
import { problem, type Problem } from "#/lib/file-problem.ts";
import { checkText } from "#/lib/check-text.ts";
import { MAX_FILE_BYTES } from "./schema.ts";

/** A document after reading, before it is stored. `bytes` of the stored text in UTF-8. */
export interface ReadDocument {
  fileName: string;
  title: string;
  mediaType: string;
  content: string;
  /** SHA-256 of the stored text, 64 hexadecimal digits: what tells two documents apart. */
  contentHash: string;
  bytes: number;
  frontMatter: FrontMatter;
  chunks: ChunkOfText[];
}

/** Reads one file: pure, and never throws for what stands in it. */
export function readDocument(file: {
  name: string;
  content: string;
}): ReadDocument | { problem: Problem } {
  const reader = findReader(file.name);
  if ("problem" in reader) return reader;
  const checked = checkText(file.content, MAX_FILE_BYTES);
  if ("problem" in checked) return checked;
  const read = reader.read(checked.text);
  if ("problem" in read) return read;
  const { content, frontMatter } = read;
  const chunks = chunkDocument(content, read.blocks);
  if (chunks.length === 0) {
    return {
      problem: problem(
        "The file holds fields or comments and no text. Put text into it and import it again.",
      ),
    };
  }
  return {
    fileName: file.name,
    title: shorten(frontMatter.title ?? read.heading ?? nameWithoutEnding(file.name), 300),
    mediaType: reader.mediaType,
    content,
    contentHash: sha256(content),
    bytes: Buffer.byteLength(content),
    frontMatter,
    chunks,
  };
}

/** "papers/The_Pantry-method.md" -> "The Pantry method". */
function nameWithoutEnding(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? fileName;
  return (
    base
      .replace(/\.[^.]*$/, "")
      .replaceAll(/[-_\s]+/g, " ")
      .trim() || fileName
  );
}

/** "papers/The Pantry_method.md" -> "the-pantry-method"; "document" where nothing is left. */
export function slugOf(fileName: string): string {
  const slug = nameWithoutEnding(fileName)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, "");
  return slug || "document";
}
