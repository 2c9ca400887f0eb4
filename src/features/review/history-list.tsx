import { Text } from "@mantine/core";
import classes from "./panel.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { formatMoment } from "#/lib/format.ts";

const words: Record<ConversationDetail["decisions"][number]["decision"], string> = {
  approve: "approved it",
  reject: "rejected it",
  flag: "flagged it",
  undo: "took the decision back",
};

/** Who decided what, and when, newest first; at the end who had it written. */
export function HistoryList({ conversation }: { conversation: ConversationDetail }) {
  const { decisions, generatedBy } = conversation;
  const sorted = decisions.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  if (sorted.length === 0 && !generatedBy) {
    return (
      <Text size="sm" c="dimmed">
        Nobody has decided on it yet.
      </Text>
    );
  }
  return (
    <ol className={classes.list}>
      {sorted.map(({ id, decision, reason, byName, at }) => (
        <li key={id}>
          <Text size="sm">
            <strong>{byName}</strong> {words[decision]}
          </Text>
          {reason ? <Text size="sm">“{reason}”</Text> : null}
          <Text size="xs" c="dimmed">
            {formatMoment(at)}
          </Text>
        </li>
      ))}
      {generatedBy ? (
        <li>
          <Text size="sm">
            <strong>{generatedBy.name}</strong>{" "}
            {conversation.origin === "seed" ? "imported it" : "had it written"}
          </Text>
          <Text size="xs" c="dimmed">
            {formatMoment(generatedBy.at)}
          </Text>
        </li>
      ) : null}
    </ol>
  );
}
