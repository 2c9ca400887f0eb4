import { Button, Text } from "@mantine/core";
import { IconColumns2, IconRefresh } from "@tabler/icons-react";
import classes from "./review.module.css";
import { askToWrite } from "./text-state.tsx";
import type { ConversationDetail } from "#/core/conversations/schema.ts";

/** What else can be done with the conversation; what a seed is, where it is one. */
export function ReviewTools({
  conversation,
  mayWriteAgain,
  isComparing,
  onCompare,
}: {
  conversation: ConversationDetail;
  mayWriteAgain: boolean;
  isComparing: boolean;
  onCompare: (next: boolean) => void;
}) {
  if (conversation.origin === "seed") {
    return (
      <Text size="sm" c="dimmed">
        A seed: written by hand, it sets the standard that the others are measured by. It needs no
        decision and never counts as approved output.
      </Text>
    );
  }
  if (conversation.messages.length === 0) return null;
  return (
    <div className={classes.tools}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconColumns2 size={15} />}
        aria-pressed={isComparing}
        onClick={() => onCompare(!isComparing)}
      >
        {isComparing ? "Close the comparison" : "Compare with a seed"}
      </Button>
      {mayWriteAgain ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconRefresh size={15} />}
          onClick={() => askToWrite(conversation, true)}
        >
          Write it anew
        </Button>
      ) : null}
    </div>
  );
}
