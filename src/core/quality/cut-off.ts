/** Words with which no sentence ends. */
const dangling =
  /(?:^|\s)(?:and|or|but|because|the|an|of|with|from|into|than|that's|it's|your|their|our|my|which|whose)$/i;
/** A sentence's end, also inside quotes, brackets, emphasis and code, or a picture. */
const ended = /(?:[.!?…。！？؟।]|\p{Extended_Pictographic}\uFE0F?|[🙂-🙏])["'”’»›」』)\]}*_`~]*$/u;
const LONG_LINE = 8;

/**
 * Whether a message stops in the middle of a sentence. Quotes, ellipses, lists, links, signatures and
 * a client's missing full stop are no such stop.
 * @param isCasual for people who type without care: only what can't be an end counts.
 */
export function isCutOff(content: string, isCasual: boolean): boolean {
  // Faces made of brackets are a way to end, too.
  const text = content.trim().replace(/[:;=]['-]?[()]+$/, ".");
  if (text === "" || ended.test(text)) return false;
  const bare = text.replace(/["'”’»*_`~]+$/u, "");
  if (/[,;([{“„«–—-]$/u.test(bare) || dangling.test(bare)) return true;
  const lastLine = bare.slice(bare.lastIndexOf("\n") + 1).trim();
  if (lastLine.endsWith(":") || lastLine.lastIndexOf("(") > lastLine.lastIndexOf(")")) return true;
  if (isCasual || isListItem(lastLine) || /\bhttps?:\/\/\S+$/i.test(lastLine)) return false;
  const closing = /[)\]”’»"]$/u.test(text);
  return !closing && lastLine.split(/\s+/).length > LONG_LINE;
}

function isListItem(line: string): boolean {
  return /^(?:[-*+•–]|\d+[.)]|\||[a-z]\))\s/i.test(line);
}
