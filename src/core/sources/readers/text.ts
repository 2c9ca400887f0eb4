import type { DocumentReader } from "./reader.ts";
import { paragraphs } from "../parse-blocks.ts";

export const textReader: DocumentReader = {
  endings: [".txt", ".text"],
  mediaType: "text/plain",
  read: (text) => {
    const content = text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
    return { content, blocks: paragraphs(content), frontMatter: {}, heading: null };
  },
};
