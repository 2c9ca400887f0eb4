"use client";

import { Anchor, Group, Spoiler, Stack, Text, Title } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import Link from "next/link";
import type { z } from "zod";
import { nameOfDimension, textOfDimension } from "./dimension-text.ts";
import classes from "./document.module.css";
import type { documentDetailSchema } from "#/core/sources/schema.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";
import { formatCounted } from "#/lib/format.ts";

export type DocumentDetail = z.infer<typeof documentDetailSchema>;

/** One passage: its text as it stands in the document, what is known of it, and who leans on it. */
export function Passage({
  projectId,
  passage,
}: {
  projectId: string;
  passage: DocumentDetail["chunks"][number];
}) {
  const known = Object.entries(passage.dimensions).flatMap(([key, value]) => {
    const text = textOfDimension(value);
    return text === null ? [] : [{ key, text }];
  });
  return (
    <article id={passage.id} className={classes.passage}>
      <Group justify="space-between" gap="xs" mb={6} wrap="nowrap" align="baseline">
        <Title order={2} size="h3">
          {passage.heading || `Passage ${passage.position + 1}`}
        </Title>
        <Text size="xs" c="dimmed" className="tabular" style={{ whiteSpace: "nowrap" }}>
          {passage.handle}
        </Text>
      </Group>
      <Text size="sm" className={classes.text ?? ""}>
        {passage.content.trim()}
      </Text>
      {known.length > 0 ? (
        <dl className={classes.dimensions}>
          {known.map(({ key, text }) => (
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

function Users({
  projectId,
  conversations,
}: {
  projectId: string;
  conversations: DocumentDetail["chunks"][number]["conversations"];
}) {
  if (conversations.length === 0) {
    return (
      <Text size="xs" c="dimmed" mt="sm">
        No conversation uses this passage yet.
      </Text>
    );
  }
  return (
    <Stack gap={4} mt="sm">
      <Group gap={6} c="dimmed">
        <IconMessages size={14} stroke={1.7} aria-hidden />
        <Text size="xs">Used by {formatCounted(conversations.length, "conversation")}</Text>
      </Group>
      <Spoiler
        maxHeight={84}
        showLabel="Show all"
        hideLabel="Show fewer"
        styles={{ control: { fontSize: "var(--mantine-font-size-xs)" } }}
      >
        <ul className={classes.users}>
          {conversations.map((conversation) => (
            <li key={conversation.id}>
              <Anchor
                component={Link}
                size="xs"
                href={conversationHref(projectId, conversation.id)}
              >
                {conversation.reference} {conversation.title}
              </Anchor>
            </li>
          ))}
        </ul>
      </Spoiler>
    </Stack>
  );
}
