import { parseBlocks, type Block } from "./parse-blocks.ts";

/** Comments, then scripts and styles with what is in them, then tags. Attribute values may hold ">". */
const markup =
  /<!--[\s\S]*?-->|<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>|<\/?([A-Za-z][A-Za-z0-9-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>|<[?!][^>]*>|<!--/gi;
/** Tags inside a line of text; all others part what stands before and after them. */
const inline =
  /^(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr)$/i;

/**
 * Takes HTML comments and bare tags out of a Markdown text and keeps all words between the tags. Code
 * is left alone. The result is what is stored and chunked: offsets refer to it, not to the file.
 * A comment that is never closed loses its mark only.
 * @param blocks of the text, where they are parsed already.
 */
export function cleanMarkdown(text: string, blocks: Block[] = parseBlocks(text)): string {
  let cleaned = "";
  let done = 0;
  for (const { block, flow } of htmlIn(blocks, true)) {
    const kept = withoutMarkup(text.slice(block.start, block.end), text[block.end]);
    const whole = flow && (block.start === 0 || text[block.start - 1] === "\n");
    cleaned += text.slice(done, block.start) + (flow ? kept.trim() : kept);
    done = block.end;
    if (whole && kept.trim() === "") {
      done += /^[^\S\n]*\n(?:[^\S\n]*\n)*/.exec(text.slice(done))?.[0].length ?? 0;
    }
  }
  return cleaned + text.slice(done);
}

function* htmlIn(blocks: Block[], flow: boolean): Generator<{ block: Block; flow: boolean }> {
  for (const block of blocks) {
    if (block.type === "html") yield { block, flow };
    else
      yield* htmlIn(block.children, flow && block.type !== "paragraph" && block.type !== "heading");
  }
}

function withoutMarkup(html: string, following: string | undefined): string {
  return html.replace(markup, (found, _element, tag: string | undefined, offset: number) => {
    if (tag === undefined || inline.test(tag)) return "";
    const after = html[offset + found.length] ?? following ?? " ";
    return /\s/.test(after) ? "" : " ";
  });
}
