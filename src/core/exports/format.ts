/** A conversation as a format gets it: the system prompt apart from what was said. */
export interface ExportedConversation {
  /** Null: the row has none, or it was asked to be dropped. */
  systemPrompt: string | null;
  messages: readonly { role: "user" | "assistant"; content: string }[];
}

/** One file format of the registry. To add one is to add a file in `formats/` and its line in `formats.ts`. */
export interface ExportFormat {
  id: string;
  /** Stands in the file name after the project's name. */
  name: string;
  extension: string;
  mediaType: string;
  /** One conversation as one line with its line feed: UTF-8 text, the same for the same input forever. */
  line: (conversation: ExportedConversation) => string;
  /** What keeps the conversation out of a training file; empty when it may go. */
  check: (conversation: ExportedConversation) => RowProblem[];
}

/** A broken rule. `messagePosition` from 0 without the system prompt; null: the row as a whole. */
export interface RowProblem {
  messagePosition: number | null;
  rule: string;
}
