"use client";

import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import type { z } from "zod";
import { nameOfDimension } from "./dimension-text.ts";
import classes from "./document.module.css";
import { MarkdownText } from "./markdown-text.tsx";
import { passageName } from "./passage-name.ts";
import type { documentDetailSchema } from "#/core/sources/schema.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";
import { formatCounted } from "#/lib/format.ts";

export type DocumentDetail = z.infer<typeof documentDetailSchema>;
type PassageOfDocument = DocumentDetail["chunks"][number];

/** One passage: its text, what is known of it alone, and the conversations that lean on it. */
export function Passage({
  projectId,
  document: { title, fileName },
  passage,
  dimensions,
}: {
  projectId: string;
  document: Pick<DocumentDetail, "title" | "fileName">;
  passage: PassageOfDocument;
  /** What sets this passage apart from the others, as text. */
  dimensions: readonly { key: string; text: string }[];
}) {
  const { name, more } = passageName(passage, title);
  return (
    <article id={passage.id} className={classes.passage}>
      <Group justify="space-between" gap="xs" mb="xs" wrap="nowrap" align="baseline">
        <Title order={2} size="xs" fw={550} c="dimmed">
          {name}
          {more > 0 ? ` and ${more} more` : ""}
        </Title>
        <Text size="xs" c="dimmed" className={classes.handle ?? ""}>
          {passage.handle.split("#").at(-1)}
        </Text>
      </Group>
      {/\.(?:md|markdown)$/iu.test(fileName) ? (
        <MarkdownText text={passage.content} />
      ) : (
        <Text size="sm" className={classes.plain ?? ""}>
          {passage.content.trim()}
        </Text>
      )}
      {dimensions.length > 0 ? (
        <dl className={classes.dimensions}>
          {dimensions.map(({ key, text }) => (
            <div key={key}>
              <Text component="dt" size="xs" c="dimmed">
                {nameOfDimension(key)}
              </Text>
              <Text component="dd" size="xs" m={0}>
                {text}
              </Text>
            </div>
          ))}
        </dl>
      ) : null}
      <Users projectId={projectId} conversations={passage.conversations} />
    </article>
  );
}

const FEW = 3;

function Users({
  projectId,
  conversations,
}: {
  projectId: string;
  conversations: PassageOfDocument["conversations"];
}) {
  const [all, setAll] = useState(false);
  if (conversations.length === 0) {
    return (
      <Text size="xs" c="dimmed" mt="sm">
        No conversation uses this passage yet.
      </Text>
    );
  }
  const shown = all ? conversations : conversations.slice(0, FEW);
  return (
    <Stack gap={2} mt="sm">
      <Group gap={6} c="dimmed">
        <IconMessages size={14} stroke={1.7} aria-hidden />
        <Text size="xs">Used by {formatCounted(conversations.length, "conversation")}</Text>
      </Group>
      <ul className={classes.users}>
        {shown.map((conversation) => (
          <li key={conversation.id}>
            <Anchor component={Link} size="xs" href={conversationHref(projectId, conversation.id)}>
              {conversation.reference} {conversation.title}
            </Anchor>
          </li>
        ))}
      </ul>
      {conversations.length > FEW ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          style={{ alignSelf: "flex-start" }}
        >
          {all ? "Show fewer" : `Show all ${conversations.length}`}
        </Button>
      ) : null}
    </Stack>
  );
}
