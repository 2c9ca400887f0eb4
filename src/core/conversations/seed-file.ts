import { type Node, printParseErrorCode } from "jsonc-parser";
import type { SeedItem } from "./seed-draft.ts";
import {
  childOf,
  faultIn,
  faultOutside,
  problemOfFault,
  problemOfIssue,
  readJson,
  type SeedJson,
  textOf,
} from "./seed-json.ts";
import { findSeedReader } from "./seed-readers/find-seed-reader.ts";
import { MAX_FILE_BYTES } from "../sources/schema.ts";
import { checkText } from "#/lib/check-text.ts";
import { problem, type Problem } from "#/lib/file-problem.ts";

const shapes = '"messages", "conversations" or "training_pairs"';

/** The conversations of one file, each read or refused: pure, and never throws for what stands in it. */
export function readSeedFile(file: { name: string; content: string }): SeedItem[] {
  const ending = (/\.[^./\\]*$/.exec(file.name)?.[0] ?? "").toLowerCase();
  if (![".json", ".jsonl", ".ndjson"].includes(ending)) {
    const sentence = `Seed conversations are JSON files, and the name ${file.name} doesn't end in .json or .jsonl. Choose a JSON file and import that.`;
    return [{ item: null, problem: problem(sentence, "a file that ends in .json or .jsonl") }];
  }
  const checked = checkText(file.content, MAX_FILE_BYTES);
  if ("problem" in checked) return [{ item: null, problem: checked.problem }];
  const { text } = checked;
  if (ending !== ".json") return readLines(text);
  const json = readJson(text);
  if ("problem" in json) return [{ item: null, problem: json.problem }];
  return looksLikeLines(json) ? readLines(text) : readWhole(json);
}

/** One value a line, under a name that ends in .json: the first line is complete and more follows. */
function looksLikeLines(json: SeedJson): boolean {
  const { root, faults } = json;
  const [fault] = faults;
  if (!fault || printParseErrorCode(fault.error) !== "EndOfFileExpected") return false;
  return root?.type === "object" && !textOf(json, root).includes("\n");
}

function readLines(text: string): SeedItem[] {
  return [...text.matchAll(/[^\n]+/g)].flatMap((match): SeedItem[] => {
    if (match[0].trim() === "") return [];
    const json = readJson(text, match.index, match.index + match[0].length);
    if ("problem" in json) return [{ item: null, problem: json.problem }];
    const line = text.slice(0, match.index).split("\n").length;
    return readWhole(json).map((each) => ({ ...each, item: each.item ?? `line ${line}` }));
  });
}

/** One conversation, a list of them, or an object with a list. */
function readWhole(json: SeedJson): SeedItem[] {
  const { root } = json;
  if (!root) {
    const [fault] = json.faults;
    const nothing = problem(
      "The file holds no JSON. Put a conversation into it and import it again.",
    );
    return [{ item: null, problem: fault ? problemOfFault(json, fault) : nothing }];
  }
  const list = root.type === "array" ? root : childOf(root, "conversations");
  if (list?.type === "array" && !childOf(root, "training_pairs")) {
    return readList(json, list.children ?? [], root);
  }
  const [fault] = json.faults;
  // Pairs may be broken one by one; in any other single conversation the first fault says it all.
  if (fault && !childOf(root, "training_pairs")) {
    return [{ item: null, problem: problemOfFault(json, fault) }];
  }
  return readObject(json, root);
}

function readList(json: SeedJson, nodes: readonly Node[], root: Node): SeedItem[] {
  const items = nodes.flatMap((node, index) =>
    readObject(json, node).map((each) => {
      const item = each.item ?? `conversation ${index + 1}`;
      return "problem" in each
        ? { item, problem: withSwallowed(json, node, each.problem) }
        : { ...each, item };
    }),
  );
  const outside = faultOutside(json, nodes);
  const followed = json.faults[0] !== outside && outside?.offset === json.text.length;
  if (outside && !followed) {
    items.unshift({ item: "the list", problem: problemOfFault(json, outside) });
  }
  if (items.length > 0) return items;
  const message = "at least one conversation";
  return [{ item: null, problem: problemOfIssue(json, root, { path: [], message }) }];
}

/** A bracket that is missing lets a conversation run on into the next ones: they are not lost in silence. */
function withSwallowed(json: SeedJson, node: Node, fault: Problem): Problem {
  const texts = textOf(json, node).match(/"(?:messages|training_pairs)"\s*:/g)?.length ?? 0;
  if (texts < 2 || !faultIn(json, node)) return fault;
  const more = "What follows it couldn't be told apart from it and stayed out too.";
  return { ...fault, message: `${fault.message} ${more}` };
}

function readObject(json: SeedJson, node: Node): SeedItem[] {
  const reader = findSeedReader(node);
  if (reader) return reader.read(json, node);
  const fault = faultIn(json, node);
  if (fault) return [{ item: null, problem: problemOfFault(json, fault) }];
  const message = `an object with ${shapes}`;
  return [{ item: null, problem: problemOfIssue(json, node, { path: [], message }) }];
}
