import { Anchor, Text } from "@mantine/core";
import Link from "next/link";
import classes from "./panel.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";

/** The passages that the plan gave to the writer, each with its document and its full text. */
export function SourceList({
  chunks,
  projectId,
}: {
  chunks: ConversationDetail["chunks"];
  projectId: string;
}) {
  if (chunks.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No passage of a document was given to this conversation.
      </Text>
    );
  }
  return (
    <ul className={classes.list}>
      {chunks.map((chunk) => (
        <li key={chunk.id}>
          <Anchor
            component={Link}
            href={`/projects/${projectId}/sources/${chunk.documentId}#${chunk.id}`}
            size="sm"
            fw={550}
          >
            {chunk.documentTitle}
          </Anchor>
          {chunk.category ? (
            <Text size="xs" c="dimmed">
              {chunk.category}
            </Text>
          ) : null}
          <details className={classes.raw}>
            <summary className={classes.summary}>
              <Text size="sm" component="span" td="underline" style={{ textUnderlineOffset: 3 }}>
                {chunk.heading}
              </Text>
            </summary>
            <p className={classes.passage}>{chunk.content}</p>
          </details>
        </li>
      ))}
    </ul>
  );
}
