import { Badge, Tooltip } from "@mantine/core";

const meaning = "Hand-made: the measure for everything that is written.";

/** Stands beside a seed conversation. */
export function SeedMark() {
  return (
    <Tooltip label={meaning} multiline w={220} events={{ hover: true, focus: true, touch: true }}>
      <Badge size="sm" flex="none" variant="light" fw={500}>
        Seed
      </Badge>
    </Tooltip>
  );
}
