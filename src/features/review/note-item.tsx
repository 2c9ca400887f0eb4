import { Text } from "@mantine/core";
import classes from "./note-item.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { formatMoment } from "#/lib/format.ts";

/** One note: what was said, by whom and when, and on which message. */
export function NoteItem({
  note,
  withPlace = false,
}: {
  note: ConversationDetail["notes"][number];
  /** Name the message that the note is on, where the note doesn't stand beside it. */
  withPlace?: boolean;
}) {
  return (
    <div className={classes.note}>
      <Text size="sm" className={classes.body}>
        {note.body}
      </Text>
      <Text size="xs" c="dimmed">
        {note.byName} · {formatMoment(note.at)}
        {withPlace && note.messagePosition !== null ? (
          <>
            {" · "}
            <a className={classes.place} href={`#message-${note.messagePosition + 1}`}>
              message {note.messagePosition + 1}
            </a>
          </>
        ) : null}
      </Text>
    </div>
  );
}
