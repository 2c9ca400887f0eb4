"use client";

import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconInfoCircle, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { client, plainError } from "#/api/client.ts";
import type { TaxonomySuggestion } from "#/core/taxonomy/edit-schema.ts";
import { builtInLabels } from "#/core/taxonomy/schema.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { Section } from "#/ui/section.tsx";
import { toastDone, toastFailed } from "#/ui/toast.ts";

/** Values that a writer reads out of the documents, to accept or to leave. */
export function SuggestSection({ projectId }: { projectId: string }) {
  const { refresh } = useTaxonomyActions(projectId);
  const [proposal, setProposal] = useState<TaxonomySuggestion | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);

  const ask = () =>
    askFirst({
      title: "Ask the writer for suggestions?",
      text: "Excerpts of your documents, about 6,000 tokens at most, go to the writer that is chosen for suggestions. That is one call, at its price. Nothing of the answer is taken over until you say so.",
      confirm: "Ask for suggestions",
      sentenceOf: (error) => plainError(error).message,
      run: async () => {
        setRefusal(null);
        try {
          setProposal(await client.taxonomy.suggest({ projectId }));
          setLeft(new Set());
        } catch (error) {
          setRefusal(plainError(error).message);
        }
      },
    });
  const chosen = proposal?.values.filter((_value, place) => !left.has(place)) ?? [];
  const accept = async () => {
    setBusy(true);
    let added = 0;
    try {
      for (const value of chosen) {
        await client.taxonomy.addValue({ projectId, ...value });
        added += 1;
      }
      setProposal(null);
      toastDone(`${formatCounted(added, "value")} added.`);
    } catch (error) {
      toastFailed(`${formatCount(added)} added, then: ${plainError(error).message}`);
    } finally {
      setBusy(false);
      await refresh();
    }
  };
  return (
    <Section
      title="Suggest from my documents"
      text="A writer reads your documents and proposes personas, topics, emotions and intents."
      actions={
        <Button size="xs" variant="default" leftSection={<IconSparkles size={14} />} onClick={ask}>
          Suggest values
        </Button>
      }
    >
      {refusal ? (
        <Alert variant="light" color="orange" role="alert" icon={<IconInfoCircle size={18} />}>
          <Text size="sm">{refusal}</Text>
        </Alert>
      ) : null}
      {proposal ? (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {proposal.writer} read {formatCount(proposal.passages)} of{" "}
            {formatCounted(proposal.total, "passage")}
            {proposal.known > 0
              ? ` and named ${formatCount(proposal.known)} that you have already`
              : ""}
            .{proposal.values.length === 0 ? " There is nothing new in its answer." : ""}
          </Text>
          {proposal.values.map(({ dimension, label, description }, place) => (
            <Checkbox
              key={`${dimension} ${label}`}
              label={`${label} (${builtInLabels[dimension]})`}
              description={description}
              checked={!left.has(place)}
              onChange={(event) => {
                const next = new Set(left);
                if (event.currentTarget.checked) next.delete(place);
                else next.add(place);
                setLeft(next);
              }}
            />
          ))}
          <Group gap="xs">
            <Button
              size="xs"
              loading={busy}
              disabled={chosen.length === 0}
              onClick={() => void accept()}
            >
              Add {formatCounted(chosen.length, "value")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setProposal(null)}>
              Leave them
            </Button>
          </Group>
        </Stack>
      ) : null}
    </Section>
  );
}
