import { ActionIcon, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { formatCount } from "#/lib/format.ts";

/** Which rows of how many are shown, and the ways to the others. Pages count from 1. */
export function Pager({
  page,
  pageSize,
  total,
  onPage,
}: {
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = Math.min(total, (page - 1) * pageSize + 1);
  const last = Math.min(total, page * pageSize);
  return (
    <Group component="nav" aria-label="Pages" justify="space-between" gap="sm" py="sm">
      <Text size="sm" c="dimmed" className="tabular">
        {first === last ? formatCount(last) : `${formatCount(first)}–${formatCount(last)}`} of{" "}
        {formatCount(total)}
      </Text>
      {pages > 1 ? (
        <Group gap={6}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Previous page"
            disabled={page <= 1}
            onClick={() => onPage(page - 1)}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <Text size="sm" className="tabular" px={4}>
            Page {formatCount(page)} of {formatCount(pages)}
          </Text>
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Next page"
            disabled={page >= pages}
            onClick={() => onPage(page + 1)}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
        </Group>
      ) : null}
    </Group>
  );
}
