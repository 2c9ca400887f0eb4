import { Anchor, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import Link from "next/link";
import { type CompareForm, newestTwo } from "./compare-form.ts";
import { MOST_ARMS } from "#/core/generation/split-schema.ts";
import type { Template } from "#/core/templates/schema.ts";
import type { WriterChoice } from "#/core/writers/schema.ts";
import { keyOfWriter } from "#/features/generation/generate-form.ts";
import { formatDay } from "#/lib/format.ts";

interface Fields {
  projectId: string;
  /** Those with more than one version. */
  templates: Template[];
  choices: WriterChoice[];
  form: CompareForm;
  set: (part: Partial<CompareForm>) => void;
  error: string | undefined;
}

/** Which versions, or which writers, are held against each other. */
export function CompareSides(fields: Fields) {
  const { projectId, templates, choices, form, set } = fields;
  if (form.over === "template") {
    const template = templates.find(({ id }) => id === form.templateId);
    if (!template) {
      return (
        <Text size="sm" c="dimmed">
          Every template has one version so far. Open one, change its text and save it: then its
          versions can be compared here.
        </Text>
      );
    }
    const options = template.versions.map(({ number, reason, createdAt }) => ({
      value: String(number),
      label: `Version ${number} · ${reason || formatDay(createdAt)}`,
    }));
    return (
      <Stack gap="sm">
        <Select
          label="Template"
          allowDeselect={false}
          data={templates.map(({ id, name }) => ({ value: id, label: name }))}
          value={template.id}
          onChange={(id) => {
            const next = templates.find((each) => each.id === id);
            if (next) set({ templateId: next.id, sides: newestTwo(next) });
          }}
        />
        <Sides {...fields} options={options} />
      </Stack>
    );
  }
  const ready = choices.filter(({ isReady }) => isReady);
  if (ready.length < 2) {
    return (
      <Text size="sm" c="dimmed">
        Only one writer is ready.{" "}
        <Anchor component={Link} size="sm" href={`/projects/${projectId}/settings/writers`}>
          Set up another
        </Anchor>{" "}
        to compare them.
      </Text>
    );
  }
  return (
    <Sides
      {...fields}
      options={ready.map((each) => ({ value: keyOfWriter(each), label: each.label }))}
    />
  );
}

function Sides({
  form,
  set,
  error,
  options,
}: Fields & { options: { value: string; label: string }[] }) {
  const put = (at: number, value: string | null) =>
    set({ sides: form.sides.map((side, place) => (place === at ? value : side)) });
  const mayAdd = form.sides.length < Math.min(MOST_ARMS, options.length);
  return (
    <Stack gap="sm">
      {form.sides.map((side, at) => (
        <Select
          key={at}
          label={`Side ${at + 1}`}
          placeholder="Choose"
          allowDeselect={false}
          data={options}
          value={side}
          error={at === form.sides.length - 1 ? error : undefined}
          onChange={(value) => put(at, value)}
        />
      ))}
      {mayAdd || form.sides.length > 2 ? (
        <Group gap="xs">
          {mayAdd ? (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={() => set({ sides: [...form.sides, null] })}
            >
              Another side
            </Button>
          ) : null}
          {form.sides.length > 2 ? (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => set({ sides: form.sides.slice(0, -1) })}
            >
              Take the last away
            </Button>
          ) : null}
        </Group>
      ) : null}
    </Stack>
  );
}
