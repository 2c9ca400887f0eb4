"use client";

import { Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./templates.module.css";
import type { Variable } from "#/core/templates/schema.ts";

/** Every placeholder with what it stands for; a click puts it where the cursor is. */
export function VariablesPanel({
  variables,
  used,
  onInsert,
}: {
  variables: Variable[];
  used: ReadonlySet<string>;
  /** Undefined for those who only read. */
  onInsert: ((name: string) => void) | undefined;
}) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = variables.filter(({ name, text }) =>
    `${name} ${text}`.toLowerCase().includes(wanted),
  );
  const groups = [...new Set(shown.map(({ group }) => group))];
  return (
    <section aria-label="Placeholders" className={classes.variables}>
      <TextInput
        aria-label="Search placeholders"
        placeholder="Search placeholders"
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {groups.map((group) => (
        <Stack key={group} gap={2}>
          <Text size="xs" c="dimmed" fw={550}>
            {group}
          </Text>
          {shown
            .filter((variable) => variable.group === group)
            .map((variable) => (
              <VariableItem
                key={variable.name}
                variable={variable}
                isUsed={used.has(variable.name)}
                onInsert={onInsert}
              />
            ))}
        </Stack>
      ))}
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed">
          No placeholder of that name.
        </Text>
      ) : null}
    </section>
  );
}

function VariableItem({
  variable,
  isUsed,
  onInsert,
}: {
  variable: Variable;
  isUsed: boolean;
  onInsert: ((name: string) => void) | undefined;
}) {
  const { name, text, example, type, mayBeEmpty } = variable;
  return (
    <div className={classes.variable}>
      <div className={classes.variableHead}>
        {onInsert ? (
          <UnstyledButton
            className={classes.variableName ?? ""}
            aria-label={`Insert {{${name}}}`}
            // The text keeps the cursor, so that the placeholder lands where it was.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onInsert(name)}
          >
            {`{{${name}}}`}
          </UnstyledButton>
        ) : (
          <span className={classes.variableName}>{`{{${name}}}`}</span>
        )}
        {isUsed ? <span className={classes.used}>in use</span> : null}
      </div>
      <span className={classes.variableText}>{text}.</span>
      <span className={classes.variableText}>
        {typeWords[type] ?? type}
        {mayBeEmpty ? "; may be missing" : "; always there"}. For instance: {example}
      </span>
    </div>
  );
}

const typeWords: Record<string, string> = {
  text: "Text",
  lines: "One a line",
  number: "Number",
  passages: "Marked passages",
  shape: "Shape of the answer",
};
