import { Badge, Tooltip } from "@mantine/core";

const meaning =
  "Written by the practice writer, offline and free, to walk the whole way. It stays out of an export unless you tick it in.";

/** Stands beside everything that the practice writer wrote. */
export function PracticeMark() {
  return (
    <Tooltip label={meaning} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
      <Badge size="sm" flex="none" variant="default" color="gray" fw={500}>
        Practice
      </Badge>
    </Tooltip>
  );
}
