"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { ExportChoices } from "./export-choices.tsx";
import { ExportPreview } from "./export-preview.tsx";
import { exportParsers } from "./export-url.ts";
import classes from "./exports.module.css";
import { PastExports } from "./past-exports.tsx";
import { api } from "#/api/client.ts";
import type { ExportOptions } from "#/core/exports/schema.ts";
import { useConversationQuery } from "#/features/conversations/use-conversation-query.ts";
import { PageHeader } from "#/ui/page-header.tsx";
import { Section } from "#/ui/section.tsx";

/** Which conversations go into a training file, what it will hold, and the files made before. */
export function ExportView({ projectId }: { projectId: string }) {
  const { filter, setFilter } = useConversationQuery();
  const [choices, setChoices] = useQueryStates(exportParsers);
  const options: ExportOptions = {
    projectId,
    filter,
    includeSeeds: choices.withSeeds,
    includePractice: choices.withPractice,
    systemPrompt: choices.systemPrompt,
  };
  const [settled] = useDebouncedValue(JSON.stringify(options), 250);
  const preview = useQuery(
    api.exports.preview.queryOptions({
      input: JSON.parse(settled) as ExportOptions,
      placeholderData: keepPreviousData,
    }),
  );
  const isStale = settled !== JSON.stringify(options) || preview.isPlaceholderData;

  return (
    <>
      <PageHeader
        title="Export"
        text="A training file of what you approved. One conversation a line, in the shape that TRL, Axolotl, LLaMA-Factory, Unsloth, MLX-LM and OpenAI-shaped services read unchanged."
      />
      <div className={classes.layout}>
        <ExportChoices
          options={options}
          preview={preview.data}
          isStale={isStale}
          onFilter={setFilter}
          onChoices={(next) => void setChoices(next)}
        />
        <ExportPreview preview={preview} isStale={isStale} options={options} />
      </div>
      <div className={classes.past}>
        <Section
          title="Earlier files"
          text="The same bytes each time, also after the data set has moved on."
        >
          <PastExports projectId={projectId} />
        </Section>
      </div>
    </>
  );
}
