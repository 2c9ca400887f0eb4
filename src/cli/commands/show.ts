import type { Command } from "commander";
import { addProjectCommand, type CommandLine } from "../command-line.ts";
import { openProject, type ProjectOptions } from "../find-project.ts";
import { wholeNumber } from "../read-number.ts";
import { findConversationId } from "../select-conversations.ts";
import { factsText } from "../table-text.ts";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { formatMoment } from "#/lib/format.ts";
import { isUuid } from "#/lib/uuid.ts";

const LINE_LENGTH = 92;

/** `bright show <id or reference>`: one conversation to read. */
export function addShow(program: Command, line: CommandLine): void {
  addProjectCommand(program, "show <conversation>", "show one conversation, by reference or id")
    .option(
      "--conversation-version <n>",
      "an older version of it",
      wholeNumber("--conversation-version", 1),
    )
    .action(async (wanted: string, options: ProjectOptions & { conversationVersion?: number }) => {
      const { conversationVersion: version } = options;
      const { client, conversationId } = await find(line, wanted, options);
      const found = await client.conversations.get({
        conversationId,
        ...(version !== undefined && { version }),
      });
      line.answer({ data: found, text: conversationText(found) });
    });
}

/** An id stands for itself, whatever project it belongs to. */
async function find(line: CommandLine, wanted: string, options: ProjectOptions) {
  if (isUuid(wanted)) return { client: await line.connect(), conversationId: wanted };
  const { client, project } = await openProject(line, options);
  return { client, conversationId: await findConversationId(client, project.id, wanted) };
}

function conversationText(found: ConversationDetail): string {
  const labels = Object.entries(found.labels).map(([key, value]) => [key, value] as const);
  const facts = factsText([
    ["id", found.id],
    ["status", found.badge.replaceAll("_", " ")],
    ["score", found.score === null ? "" : found.score.toFixed(1)],
    [
      "version",
      found.shownVersion ? `${found.shownVersion.number} of ${found.versions.length}` : "",
    ],
    ["written by", writerOf(found)],
    ["failure", found.failure?.message ?? ""],
    ...labels,
    ...found.decisions
      .slice(0, 3)
      .map(
        ({ decision, byName, at, reason }) =>
          [decision, `${byName}, ${formatMoment(at)}${reason ? `: ${reason}` : ""}`] as const,
      ),
  ]);
  const messages = found.messages.map(({ role, content }) => {
    const name = role === "user" ? "USER" : "ASSISTANT";
    return `${name}\n${wrapText(content, LINE_LENGTH)}`;
  });
  const dialogue = messages.length > 0 ? messages.join("\n\n") : "It has no text yet.";
  return `${found.reference}  ${found.title}\n\n${facts}\n\n${dialogue}`;
}

function writerOf({ shownVersion, generatedBy }: ConversationDetail): string {
  if (!shownVersion) return "";
  const writer = shownVersion.writer ?? shownVersion.createdByName;
  return generatedBy ? `${writer} for ${generatedBy.name}` : writer;
}

/** Breaks lines between words; the writer's own line breaks stay. */
function wrapText(text: string, length: number): string {
  return text
    .split("\n")
    .map((paragraph) => {
      const lines = [""];
      for (const word of paragraph.split(" ")) {
        const last = lines.at(-1) ?? "";
        if (last !== "" && last.length + 1 + word.length > length) lines.push(word);
        else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
      }
      return lines.map((each) => `  ${each}`.trimEnd()).join("\n");
    })
    .join("\n");
}
