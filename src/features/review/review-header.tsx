import { ActionIcon, Anchor, Button, Group, Text, Title, Tooltip } from "@mantine/core";
import {
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconKeyboard,
} from "@tabler/icons-react";
import Link from "next/link";
import classes from "./review.module.css";
import type { NeighbourLinks } from "./use-neighbours.ts";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { ExpertMark } from "#/features/conversations/expert-mark.tsx";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { SeedMark } from "#/features/conversations/seed-mark.tsx";
import { StatusBadge } from "#/features/conversations/status-badge.tsx";
import { formatCount, formatCounted } from "#/lib/format.ts";

/** Where one is: the way back, the place in the list, and what is being read. */
export function ReviewHeader({
  conversation,
  links,
  onHelp,
}: {
  conversation: ConversationDetail;
  links: NeighbourLinks;
  onHelp: () => void;
}) {
  const { reference, title, badge, isPractice, messageCount } = conversation;
  const isSeed = conversation.origin === "seed";
  return (
    <header className={classes.header}>
      <Group justify="space-between" gap="sm" wrap="nowrap" mb={10}>
        <Anchor
          component={Link}
          href={links.listHref}
          size="sm"
          c="dimmed"
          className={classes.back}
        >
          <IconArrowLeft size={15} aria-hidden /> Conversations
        </Anchor>
        <Group gap={6} wrap="nowrap">
          <Text size="sm" c="dimmed" className="tabular" aria-live="polite">
            {links.place === null || links.total === null
              ? null
              : `${formatCount(links.place)} of ${formatCount(links.total)}`}
          </Text>
          <StepLink label="Previous conversation" keys="K" href={links.previousHref}>
            <IconChevronLeft size={17} />
          </StepLink>
          <StepLink label="Next conversation" keys="J" href={links.nextHref}>
            <IconChevronRight size={17} />
          </StepLink>
          <Tooltip label="Keys (?)">
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Show the keys"
              onClick={onHelp}
              visibleFrom="sm"
            >
              <IconKeyboard size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <Title order={1}>{title}</Title>
      <Group gap="xs" mt={6}>
        {isSeed ? <SeedMark /> : null}
        {isSeed && badge === "generated" ? null : <StatusBadge badge={badge} />}
        {isPractice ? <PracticeMark /> : null}
        <ExpertMark review={conversation.expertReview} />
        <Text size="sm" c="dimmed" className="tabular">
          {messageCount === null
            ? reference
            : `${reference} · ${formatCounted(messageCount, "message")}`}
        </Text>
      </Group>
    </header>
  );
}

function StepLink({
  label,
  keys,
  href,
  children,
}: {
  label: string;
  keys: string;
  href: string | null;
  children: React.ReactNode;
}) {
  if (!href) {
    return (
      <ActionIcon variant="default" size={30} aria-label={label} disabled>
        {children}
      </ActionIcon>
    );
  }
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon component={Link} href={href} variant="default" size={30} aria-label={label}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Shown while an older text is read: nothing can be decided on it. */
export function OldVersionBanner({
  conversation,
  currentHref,
}: {
  conversation: ConversationDetail;
  currentHref: string;
}) {
  const { shownVersion, versions } = conversation;
  return (
    <div className={classes.banner} role="note">
      <Text size="sm">
        You are reading version {shownVersion?.number} of {versions.length}, to read only. Decisions
        and notes are made on the current one.
      </Text>
      <Button component={Link} href={currentHref} scroll={false} size="xs" variant="default">
        Back to the current version
      </Button>
    </div>
  );
}
