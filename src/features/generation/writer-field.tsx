import { Anchor, Group, Select, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import Link from "next/link";
import { keyOfWriter } from "./generate-form.ts";
import classes from "./generate.module.css";
import type { Estimate } from "#/core/generation/schema.ts";
import type { WriterChoice, WriterName } from "#/core/writers/schema.ts";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { ErrorState } from "#/ui/states.tsx";

/** Who writes. Writers that can't yet are named with what is missing, and the way there. */
export function WriterField({
  projectId,
  choices,
  value,
  onChange,
}: {
  projectId: string;
  choices: WriterChoice[];
  value: WriterName | null;
  onChange: (writer: WriterName) => void;
}) {
  const ready = choices.filter(({ isReady }) => isReady);
  const missing = whatIsMissing(choices);
  const chosen = choices.find((each) => value && keyOfWriter(each) === keyOfWriter(value));
  const way = (
    <Anchor
      component={Link}
      size="xs"
      href={`/projects/${projectId}/settings/writers`}
      onClick={() => modals.closeAll()}
    >
      {ready.length < 2 && missing.length === 0 ? "Add a writer" : "Settings, Writers"}
    </Anchor>
  );
  return (
    <Stack gap={4}>
      {ready.length > 1 || (chosen && !chosen.isReady) ? (
        <Select
          label="Writer"
          allowDeselect={false}
          data={ready.map((each) => ({ value: keyOfWriter(each), label: each.label }))}
          value={chosen?.isReady ? keyOfWriter(chosen) : null}
          placeholder="Choose who writes"
          onChange={(key) => {
            const next = ready.find((each) => keyOfWriter(each) === key);
            if (next) onChange({ provider: next.provider, model: next.model });
          }}
          rightSection={chosen?.isPractice ? <PracticeMark /> : undefined}
          rightSectionWidth={chosen?.isPractice ? 92 : undefined}
          rightSectionPointerEvents="none"
        />
      ) : (
        <Group justify="space-between" gap="xs">
          {chosen ? <NamedWriter {...chosen} /> : <Text fw={550}>No writer</Text>}
          {missing.length === 0 ? way : null}
        </Group>
      )}
      {missing.length > 0 ? (
        <div className={classes.missing}>
          {missing.map(({ names, whyNot }) => (
            <Text key={whyNot} size="xs" c="dimmed">
              Not ready: {names}. {whyNot}
            </Text>
          ))}
          {way}
        </div>
      ) : null}
    </Stack>
  );
}

function NamedWriter({ label, isPractice }: Pick<WriterChoice, "label" | "isPractice">) {
  return (
    <Group gap="xs">
      <Text fw={550}>{label}</Text>
      {isPractice ? <PracticeMark /> : null}
    </Group>
  );
}

/** When the list couldn't be read: the one that the estimate is for still writes, and no other can be chosen. */
export function UnreadWriters({
  writer,
  message,
  onRetry,
}: {
  writer: Estimate["writer"] | null;
  message: string;
  onRetry: () => void;
}) {
  return (
    <Stack gap="xs">
      {writer ? <NamedWriter {...writer} /> : null}
      <ErrorState message={message} onRetry={onRetry} />
    </Stack>
  );
}

/** Writers that wait for the same thing are told in one line. */
function whatIsMissing(choices: WriterChoice[]): { names: string; whyNot: string }[] {
  const reasons = new Map<string, string[]>();
  for (const { isReady, whyNot, label } of choices) {
    if (isReady || !whyNot) continue;
    reasons.set(whyNot, [...(reasons.get(whyNot) ?? []), label]);
  }
  return [...reasons].map(([whyNot, labels]) => {
    const [first = "", ...others] = labels;
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return { names: first + more, whyNot };
  });
}
