"use client";

import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMessagePlus } from "@tabler/icons-react";
import classes from "./dialogue.module.css";
import { strengthOf } from "./emotional-course.ts";
import { NoteForm } from "./note-form.tsx";
import { NoteItem } from "./note-item.tsx";
import type { ConversationDetail, Emotions } from "#/core/conversations/schema.ts";
import { formatCounted, formatShare } from "#/lib/format.ts";

type Message = ConversationDetail["messages"][number];

/** One message with its speaker; words, feeling and notes stay quiet beside it. */
export function MessageBubble({
  message,
  speaker,
  conversationId,
  notes,
  mayNote,
  anchor,
}: {
  message: Message;
  speaker: string;
  conversationId: string;
  notes: ConversationDetail["notes"];
  mayNote: boolean;
  anchor: string | undefined;
}) {
  const [writing, { open, close }] = useDisclosure();
  const number = message.position + 1;
  return (
    <li className={classes.message} data-role={message.role} id={anchor}>
      <div className={classes.head}>
        <span className={classes.speaker}>{speaker}</span>
        {mayNote ? (
          <Tooltip label="Write a note on this message">
            <ActionIcon
              className={classes.noteButton}
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Write a note on message ${number}`}
              aria-expanded={writing}
              onClick={writing ? close : open}
            >
              <IconMessagePlus size={16} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        ) : null}
        <span className={classes.facts}>
          <Feeling emotions={message.emotions} />
          <span className="tabular">{formatCounted(message.wordCount, "word")}</span>
          <span className={classes.number} aria-label={`Message ${number}`}>
            {number}
          </span>
        </span>
      </div>
      <div className={classes.bubble}>{message.content}</div>
      {notes.length > 0 || writing ? (
        <div className={classes.notes}>
          {notes.map((note) => (
            <NoteItem key={note.id} note={note} />
          ))}
          {writing ? (
            <NoteForm
              conversationId={conversationId}
              messagePosition={message.position}
              label={`Note on message ${number}`}
              placeholder="What should change in this message?"
              fieldRef={focusOnOpening}
              onDone={close}
            />
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

/** A stable function: React calls it once, when the field appears. */
function focusOnOpening(field: HTMLTextAreaElement | null): void {
  field?.focus();
}

function Feeling({ emotions }: { emotions: Emotions | null }) {
  if (!emotions) return null;
  const strength = strengthOf(emotions.intensity);
  const all = [
    withShare(emotions.primary, emotions.primaryConfidence),
    withShare(emotions.secondary, emotions.secondaryConfidence),
    withShare(emotions.tertiary, emotions.tertiaryConfidence),
  ].filter((each) => each !== undefined);
  const words = strength ? `${emotions.primary}, ${strength}` : emotions.primary;
  if (all.length < 2) return <span>{words}</span>;
  return (
    <Tooltip label={all.join(" · ")}>
      <Text component="span" inherit>
        {words}
      </Text>
    </Tooltip>
  );
}

function withShare(emotion: string | undefined, share: number | undefined): string | undefined {
  if (!emotion) return undefined;
  return share === undefined ? emotion : `${emotion} ${formatShare(share)}`;
}
