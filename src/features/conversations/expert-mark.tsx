import { Badge, Tooltip } from "@mantine/core";
import { IconUserCheck, IconUserQuestion } from "@tabler/icons-react";
import type { ConversationRow } from "#/core/conversations/schema.ts";

const looks = {
  needed: {
    label: "Needs an expert",
    icon: <IconUserQuestion size={12} />,
    meaning:
      "An edge case that only somebody with the expertise may approve. Until then it stays out of every export.",
  },
  confirmed: {
    label: "Expert confirmed",
    icon: <IconUserCheck size={12} />,
    meaning:
      "An edge case whose text was approved with the name of somebody who has the expertise.",
  },
} as const;

/** Stands beside conversations of edge cases that ask for an expert's review. */
export function ExpertMark({ review }: { review: ConversationRow["expertReview"] }) {
  if (review === "none") return null;
  const { label, icon, meaning } = looks[review];
  return (
    <Tooltip label={meaning} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
      <Badge size="sm" flex="none" variant="default" color="gray" fw={500} leftSection={icon}>
        {label}
      </Badge>
    </Tooltip>
  );
}
