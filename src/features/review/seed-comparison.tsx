"use client";

import { CloseButton, Drawer, Group, Select, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialogue, type Speakers } from "./dialogue.tsx";
import classes from "./review.module.css";
import { DialogueSkeleton } from "./text-state.tsx";
import { api, plainError } from "#/api/client.ts";
import type { ConversationDetail, ConversationRow } from "#/core/conversations/schema.ts";
import { useTaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { EmptyState, ErrorState } from "#/ui/states.tsx";
import { IconPlant2 } from "@tabler/icons-react";

/** A seed conversation beside the one in hand: of the same kind of person where there is one. */
export function SeedComparison({
  conversation,
  speakers,
  inDrawer,
  onClose,
}: {
  conversation: ConversationDetail;
  speakers: Speakers;
  inDrawer: boolean;
  onClose: () => void;
}) {
  const content = (
    <SeedDialogue conversation={conversation} speakers={speakers} onClose={onClose} />
  );
  if (inDrawer) {
    return (
      <Drawer.Root opened onClose={onClose} position="right" size="100%">
        <Drawer.Overlay />
        <Drawer.Content aria-label="A seed to compare with">
          <Drawer.Body>{content}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    );
  }
  return (
    <aside className={classes.comparison} aria-label="A seed to compare with">
      {content}
    </aside>
  );
}

function SeedDialogue({
  conversation,
  speakers,
  onClose,
}: {
  conversation: ConversationDetail;
  speakers: Speakers;
  onClose: () => void;
}) {
  const { projectId } = conversation;
  const [chosen, setChosen] = useState<string | null>(null);
  const taxonomy = useTaxonomyLabels(projectId);
  const seeds = useQuery(
    api.conversations.list.queryOptions({
      input: { projectId, filter: { origin: ["seed"] }, pageSize: 200 },
    }),
  );
  const rows = (seeds.data?.rows ?? []).filter(({ id }) => id !== conversation.id);
  const seedId = chosen ?? likest(conversation, rows)?.id;
  const seed = useQuery({
    ...api.conversations.get.queryOptions({ input: { conversationId: seedId ?? "" } }),
    enabled: seedId !== undefined,
  });
  const failed = seeds.error ?? seed.error;

  if (seeds.data && rows.length === 0) {
    return (
      <EmptyState
        icon={<IconPlant2 size={26} />}
        title="No seeds to compare with"
        text="Seed conversations are written by hand and set the standard. Import some under Sources."
      />
    );
  }
  return (
    <>
      <div className={classes.comparisonHead}>
        <Group justify="space-between" wrap="nowrap">
          <Title order={2}>Seed</Title>
          <CloseButton onClick={onClose} aria-label="Close the comparison" />
        </Group>
        <Select
          aria-label="Seed conversation"
          size="sm"
          data={rows.map(({ id, reference, title }) => ({
            value: id,
            label: `${reference} · ${title}`,
          }))}
          value={seedId ?? null}
          allowDeselect={false}
          onChange={setChosen}
        />
        <Text size="sm" c="dimmed">
          {seed.data
            ? [
                taxonomy.labelOf("persona", seed.data.labels.persona),
                taxonomy.labelOf("emotion", seed.data.labels.emotion),
                taxonomy.labelOf("topic", seed.data.labels.topic),
              ]
                .filter(Boolean)
                .join(" · ")
            : " "}
        </Text>
      </div>
      {failed ? (
        <ErrorState
          message={plainError(failed).message}
          onRetry={() => void (seeds.error ? seeds.refetch() : seed.refetch())}
        />
      ) : seed.data ? (
        <Dialogue
          conversation={seed.data}
          speakers={{ ...speakers, client: seed.data.plan?.person.firstName || "Client" }}
          label="Seed dialogue"
          isComparison
        />
      ) : (
        <DialogueSkeleton />
      )}
    </>
  );
}

/** A seed of the same persona, else of the same feeling, else any. */
function likest(
  { labels }: Pick<ConversationRow, "labels">,
  seeds: ConversationRow[],
): ConversationRow | undefined {
  const sharing = (dimension: string) =>
    labels[dimension] === undefined
      ? undefined
      : seeds.find((seed) => seed.labels[dimension] === labels[dimension]);
  return sharing("persona") ?? sharing("emotion") ?? seeds[0];
}
