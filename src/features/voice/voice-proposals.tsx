"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconSparkles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isListField, newLinesOf, voiceWords, withProposal } from "./voice-words.ts";
import classes from "./voice.module.css";
import { api, plainError } from "#/api/client.ts";
import type { VoiceProposal } from "#/core/conversations/voice-proposals-schema.ts";
import type { Voice } from "#/core/projects/schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** Fills the voice from the sample conversations: each proposal beside what stands there, taken one by one. */
export function VoiceProposals({
  projectId,
  voice,
  onChange,
}: {
  projectId: string;
  voice: Voice;
  onChange: (voice: Voice) => void;
}) {
  const [asked, setAsked] = useState(false);
  const found = useQuery({
    ...api.projects.proposeVoice.queryOptions({ input: { projectId } }),
    staleTime: 0,
  });
  if (found.data?.seeds === 0 || found.isPending) return null;
  if (!asked) {
    return (
      <Button
        variant="default"
        leftSection={<IconSparkles size={16} />}
        onClick={() => setAsked(true)}
        style={{ alignSelf: "flex-start" }}
      >
        Fill from your sample conversations
      </Button>
    );
  }
  if (found.isError) {
    return (
      <ErrorState message={plainError(found.error).message} onRetry={() => void found.refetch()} />
    );
  }
  if (!found.data) return <RowsSkeleton rows={4} height={64} />;
  const { seeds, proposals } = found.data;
  const open = proposals.filter((proposal) => newLinesOf(voice, proposal).length > 0);
  const takeAll = () => onChange(open.reduce((next, each) => withProposal(next, each), voice));
  return (
    <section aria-label="Proposals from your sample conversations">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {open.length === 0
            ? "Everything that your sample conversations say is in."
            : `Found in ${formatCounted(seeds, "sample conversation")}`}
        </Text>
        {open.length > 1 ? (
          <Button size="compact-sm" onClick={takeAll}>
            Take all {open.length}
          </Button>
        ) : null}
      </Group>
      <ul className={classes.proposals}>
        {open.map((proposal) => (
          <Proposal
            key={proposal.field}
            proposal={proposal}
            voice={voice}
            onTake={() => onChange(withProposal(voice, proposal))}
          />
        ))}
      </ul>
    </section>
  );
}

function Proposal({
  proposal,
  voice,
  onTake,
}: {
  proposal: VoiceProposal;
  voice: Voice;
  onTake: () => void;
}) {
  const { field, from } = proposal;
  const { label } = voiceWords[field];
  const lines = newLinesOf(voice, proposal);
  const present = isListField(field) ? "" : String(voice[field] ?? "").trim();
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Text size="sm" fw={550}>
            {label}
          </Text>
          {isListField(field) ? (
            <ul>
              {lines.map((line) => (
                <Text component="li" size="sm" key={line}>
                  {line}
                </Text>
              ))}
            </ul>
          ) : (
            <Text size="sm">{lines[0]}</Text>
          )}
          <Text size="xs" c="dimmed">
            {present ? `Instead of “${present}”. ` : ""}
            {from}
          </Text>
        </Stack>
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          leftSection={<IconCheck size={14} />}
          aria-label={`Take: ${label}`}
          onClick={onTake}
        >
          Take
        </Button>
      </Group>
    </li>
  );
}
