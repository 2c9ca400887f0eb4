import type { Node } from "jsonc-parser";
import type { SeedJson } from "./seed-json.ts";
import type { SeedConversation } from "./seed-schema.ts";
import type { Problem } from "#/lib/file-problem.ts";

/** What a file says of a conversation's labels: named by key, or described in words. */
export type SeedLabels =
  | { kind: "named"; json: SeedJson; node: Node; values: [dimension: string, value: unknown][] }
  | { kind: "described"; persona: string; emotion: string };

/** A conversation as read, before its labels are looked up in the project's taxonomy. */
export type SeedDraft = Omit<SeedConversation, "labels"> & { labels: SeedLabels };

/** One conversation of a file, or why it can't come in. `item`: its id in the file. */
export type SeedItem =
  | { item: string | null; draft: SeedDraft }
  | { item: string | null; problem: Problem };

/** One shape of seed files. To add one is to add a file and name it in `find-seed-reader.ts`. */
export interface SeedReader {
  /** Whether an object of the file has this shape; it may hold faults. */
  recognises: (node: Node) => boolean;
  /** The conversations in it, each read or refused. */
  read: (json: SeedJson, node: Node) => SeedItem[];
}
