"use client";

import { Box } from "@mantine/core";
import { GlossaryList } from "./glossary-list.tsx";
import { PageHeader } from "#/ui/page-header.tsx";

/** The words of the trade on a page of their own. */
export function HelpView() {
  return (
    <Box maw={720}>
      <PageHeader title="Words" text="What the words on these pages mean, without jargon." />
      <GlossaryList />
    </Box>
  );
}
