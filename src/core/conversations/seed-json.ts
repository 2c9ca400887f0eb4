import {
  findNodeAtLocation,
  getLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { problemAt, type Problem } from "#/lib/file-problem.ts";
import { excerptAt, shorten } from "#/lib/text-place.ts";

/** A JSON text inside a file, read as far as it can be read. `start`: its offset in the file. */
export interface SeedJson {
  file: string;
  text: string;
  start: number;
  root: Node | undefined;
  faults: ParseError[];
}

/** Deeper than any conversation; the parser calls itself for each level. */
const MAX_DEPTH = 200;

/** Reads a JSON text that stands at `start` of the file; the whole file unless told. */
export function readJson(
  file: string,
  start = 0,
  end = file.length,
): SeedJson | { problem: Problem } {
  const text = file.slice(start, end);
  const deep = findTooDeep(text);
  if (deep !== undefined) {
    return {
      problem: problemAt(file, start + deep, {
        reason: `The file is nested deeper than ${MAX_DEPTH} levels`,
        expected: "a conversation",
      }),
    };
  }
  const faults: ParseError[] = [];
  const root = parseTree(text, faults, { disallowComments: true, allowTrailingComma: false });
  faults.sort((left, right) => left.offset - right.offset);
  return { file, text, start, root, faults };
}

function findTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[{]|[\]}]/g)) {
    if (match[0] === "[" || match[0] === "{") depth += 1;
    else if (match[0] === "]" || match[0] === "}") depth -= 1;
    if (depth > MAX_DEPTH) return match.index;
  }
  return undefined;
}

/** Where a node ends; one that is never closed reaches to the end of the text. */
function endOf(json: SeedJson, node: Node): number {
  return node.length < 0 ? json.text.length : node.offset + node.length;
}

export function textOf(json: SeedJson, node: Node): string {
  return json.text.slice(node.offset, endOf(json, node));
}

/**
 * The first fault inside a node; one at its very start belongs to what stands before. A node that ends
 * where the fault is found (it was never closed) is broken too.
 */
export function faultIn(json: SeedJson, node: Node): ParseError | undefined {
  const end = endOf(json, node);
  const inside = json.faults.find(({ offset }) => offset > node.offset && offset < end);
  if (inside) return inside;
  try {
    valueOf(json, node);
    return undefined;
  } catch {
    const next = json.faults.find(({ offset }) => offset >= end);
    return next ?? { error: 1, offset: node.offset, length: node.length };
  }
}

/** The first fault outside of all these nodes. */
export function faultOutside(json: SeedJson, nodes: readonly Node[]): ParseError | undefined {
  return json.faults.find(
    (fault) =>
      !nodes.some((node) => fault.offset > node.offset && fault.offset < endOf(json, node)),
  );
}

/** The value of a node without faults, as JSON.parse makes it: "__proto__" is a name like others. */
export function valueOf(json: SeedJson, node: Node): unknown {
  return JSON.parse(textOf(json, node));
}

/** A property of an object node, also of one with faults elsewhere. */
export function childOf(node: Node | undefined, name: string): Node | undefined {
  return node?.type === "object" ? findNodeAtLocation(node, [name]) : undefined;
}

const anyValue = "a value in quotes, a number, true, false, null, [ or {";
const expectations: Record<string, string> = {
  InvalidSymbol: anyValue,
  InvalidNumberFormat: "a number such as 0.85",
  PropertyNameExpected: "a name in double quotes",
  ValueExpected: anyValue,
  ColonExpected: "a colon",
  CommaExpected: "a comma",
  CloseBraceExpected: "a closing }",
  CloseBracketExpected: "a closing ]",
  EndOfFileExpected: "the end of the file",
  InvalidCommentToken: "no comment, for JSON has none",
  UnexpectedEndOfComment: "no comment, for JSON has none",
  UnexpectedEndOfString: "a closing double quote",
  UnexpectedEndOfNumber: "a digit",
  InvalidUnicode: "four hexadecimal digits after \\u",
  InvalidEscapeCharacter: 'one of " \\ / b f n r t u after a backslash',
  InvalidCharacter: "no bare control character; write a line end as \\n",
};

/** Words for a fault of the JSON: its place, what stands there, what was expected. */
export function problemOfFault(json: SeedJson, fault: ParseError): Problem {
  const name = isNamePlace(json.text, fault);
  const broken = printParseErrorCode(fault.error) === "UnexpectedEndOfString";
  const offset = json.start + fault.offset;
  return problemAt(json.file, offset, {
    reason: "This isn't valid JSON",
    expected: name
      ? "a name in double quotes"
      : (expectations[printParseErrorCode(fault.error)] ?? anyValue),
    found: broken ? excerptAt(json.file, offset) : tokenAt(json.file, offset),
  });
}

function isNamePlace(text: string, fault: ParseError): boolean {
  if (printParseErrorCode(fault.error) !== "InvalidSymbol") return false;
  return getLocation(text.slice(0, fault.offset), fault.offset).isAtPropertyKey;
}

/** The word, number or sign at an offset. */
function tokenAt(file: string, offset: number): string {
  const token = /^[^\s,:[\]{}"]+|^"[^"\n]{0,60}"?|^\S/.exec(file.slice(offset, offset + 200));
  return token ? shorten(token[0], 40) : excerptAt(file, offset);
}

/** A fault of what the JSON says: the path is as deep as the file goes along. */
export function problemOfIssue(
  json: SeedJson,
  node: Node,
  issue: { path: readonly PropertyKey[]; message: string },
): Problem {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  let depth = path.length;
  let found = findNodeAtLocation(node, path);
  while (!found && depth > 0) {
    depth -= 1;
    found = findNodeAtLocation(node, path.slice(0, depth));
  }
  const where = path.slice(0, depth + 1).join(".");
  const reason =
    depth < path.length ? `"${where}" is missing` : where ? `"${where}" is wrong` : "This is wrong";
  const wrong = depth < path.length ? undefined : found;
  return problemAt(json.file, json.start + (found ?? node).offset, {
    reason,
    expected: issue.message,
    ...(wrong ? { found: shorten(textOf(json, wrong), 40) } : {}),
  });
}
