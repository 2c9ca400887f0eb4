import { fromMarkdown } from "mdast-util-from-markdown";

/** What a block or a piece of text in it is, and where: offsets into the text, the end not included. */
export interface Block {
  type: string;
  start: number;
  end: number;
  /** Of headings, 1-6. */
  depth: number;
  children: Block[];
}

interface TreeNode {
  type: string;
  depth?: number;
  value?: string;
  children?: TreeNode[];
  position?: { start: { offset?: number }; end: { offset?: number } };
}

/** What only dresses words isn't needed to find blocks, and is slow on texts that were built to be. */
const withoutDress = {
  disable: {
    null: ["attention", "labelStartLink", "labelStartImage", "labelEnd", "characterReference"],
  },
};
/** Hundreds of quotes or lists inside each other: no document, and the parser's time grows with the square. */
const tooDeep = /^(?:[ \t]*>){100}|^[ \t]{200,}[-*+\d]/m;

/** The blocks of a Markdown text in their order. Text that can't be parsed is one paragraph. */
export function parseBlocks(text: string): Block[] {
  if (tooDeep.test(text)) return paragraphs(text);
  return (fromMarkdown(text, { extensions: [withoutDress] }).children as TreeNode[]).map(toBlock);
}

/** The blocks of a plain text: paragraphs between blank lines. */
export function paragraphs(text: string): Block[] {
  return [...text.matchAll(/\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*/g)].map((match) => ({
    type: "paragraph",
    start: match.index,
    end: match.index + match[0].length,
    depth: 0,
    children: [],
  }));
}

/** The words of one line of Markdown without its marks: `The *Pantry* [Method](x)` -> "The Pantry Method". */
export function plainLine(line: string): string {
  const tree = fromMarkdown(line.slice(0, 2000)) as TreeNode;
  return plainOf(tree).replace(/\s+/g, " ").trim();
}

function plainOf(node: TreeNode): string {
  if (node.type === "html") return "";
  return node.value ?? (node.children ?? []).map(plainOf).join(node.type === "root" ? " " : "");
}

function toBlock(node: TreeNode): Block {
  return {
    type: node.type,
    start: node.position?.start.offset ?? 0,
    end: node.position?.end.offset ?? 0,
    depth: node.depth ?? 0,
    children: (node.children ?? []).map(toBlock),
  };
}
