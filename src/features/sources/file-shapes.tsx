"use client";

import { Accordion, Code, List, Stack, Text } from "@mantine/core";
import type { ImportKind } from "./use-import.ts";

/** What a file may look like, in plain words, for those who prepare their own. */
export function FileShapes({ kind }: { kind: ImportKind }) {
  return (
    <Accordion variant="default" chevronPosition="left" order={2}>
      <Accordion.Item value="shapes" style={{ borderBottom: 0 }}>
        <Accordion.Control px={0}>
          <Text size="sm" fw={500}>
            What a file may look like
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          {kind === "documents" ? <DocumentShapes /> : <SeedShapes />}
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

const documentExample = `---
title: How we run a first meeting
category: process-documentation-workflows
audience: beginner
summary: What happens in the first hour, and why.
---

# How we run a first meeting

We begin with one question and wait.

## The first ten minutes

...`;

function DocumentShapes() {
  return (
    <Stack gap="xs" maw={760}>
      <Text size="sm">
        Any text that you would hand to a new colleague: a method, a guide, answers to common
        questions, notes on cases.
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>Markdown or plain text.</List.Item>
        <List.Item>
          Headings help: each part under a heading becomes passages, and a conversation names the
          passages that it leans on.
        </List.Item>
        <List.Item>
          A few lines at the top, between two rows of dashes, may give title, category, audience and
          summary. Without them the first heading is the title, and you choose the category here.
        </List.Item>
      </List>
      <Code block tabIndex={0}>
        {documentExample}
      </Code>
    </Stack>
  );
}

const seedExample = `{
  "conversation_id": "seed-01",
  "title": "Two letters that can't both be right",
  "labels": { "persona": "mid-career-professional", "emotion": "confusion" },
  "system": "You answer the way our founder does across her table.",
  "messages": [
    { "role": "user", "content": "I've read both letters twice ..." },
    { "role": "assistant", "content": "Two letters, two figures ..." }
  ]
}`;

function SeedShapes() {
  return (
    <Stack gap="xs" maw={760}>
      <Text size="sm">Three kinds of file are read:</Text>
      <List size="sm" spacing={4}>
        <List.Item>
          One conversation with its messages in order: &quot;user&quot; is your client,
          &quot;assistant&quot; is how you answer. Title, labels and the instruction to the
          assistant may be given.
        </List.Item>
        <List.Item>
          A set of exchanges (&quot;training_pairs&quot;) of one or more conversations, as earlier
          tools write it. The exchanges are put together again by their conversation.
        </List.Item>
        <List.Item>
          Nothing but messages, as training files hold them. The first words become the title.
        </List.Item>
      </List>
      <Code block tabIndex={0}>
        {seedExample}
      </Code>
      <Text size="sm" c="dimmed">
        When something in a file is wrong, the report names the line and column, what stands there
        and what was expected; all other files come in.
      </Text>
    </Stack>
  );
}
