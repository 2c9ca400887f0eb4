import { Anchor, Text } from "@mantine/core";
import Link from "next/link";
import { lazy, Suspense } from "react";
import { LazyDetails } from "./panel-part.tsx";
import classes from "./panel.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { passageName } from "#/features/sources/passage-name.ts";

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
      {chunks.map((chunk, index) => (
        <li key={chunk.id}>
          <Source chunk={chunk} number={index} projectId={projectId} />
        </li>
      ))}
    </ul>
  );
}

type Chunk = ConversationDetail["chunks"][number];

function Source({ chunk, number, projectId }: { chunk: Chunk; number: number; projectId: string }) {
  const taxonomy = useTaxonomyLabels(projectId);
  const { name, more } = passageName(
    { heading: chunk.heading, position: number },
    chunk.documentTitle,
  );
  return (
    <>
      <Anchor
        component={Link}
        href={`/projects/${projectId}/sources/${chunk.documentId}#${chunk.id}`}
        size="sm"
        fw={550}
      >
        {chunk.documentTitle}
      </Anchor>
      {chunk.category && taxonomy.isReady ? (
        <Text size="xs" c="dimmed">
          {taxonomy.labelOf("content_category", chunk.category)}
        </Text>
      ) : null}
      <LazyDetails
        title={
          <span className={classes.passageName}>
            {name}
            {more > 0 ? ` and ${more} more` : ""}
          </span>
        }
      >
        <div className={classes.passage}>
          <PassageText chunk={chunk} />
        </div>
      </LazyDetails>
    </>
  );
}

/** Reading Markdown takes a parser that nobody needs before a passage is opened. */
const MarkdownText = lazy(async () => {
  const { MarkdownText: component } = await import("#/features/sources/markdown-text.tsx");
  return { default: component };
});

function PassageText({ chunk: { fileName, content } }: { chunk: Chunk }) {
  const plain = <p className={classes.plainText}>{content.trim()}</p>;
  if (!/\.(?:md|markdown)$/iu.test(fileName)) return plain;
  return (
    <Suspense fallback={plain}>
      <MarkdownText text={content} />
    </Suspense>
  );
}
