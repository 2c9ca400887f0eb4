import type { DocumentReader } from "./reader.ts";

export const textReader: DocumentReader = {
  endings: [".txt", ".text"],
  mediaType: "text/plain",
  read: (text) => ({
    content: text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd(),
    frontMatter: {},
    heading: null,
  }),
};
