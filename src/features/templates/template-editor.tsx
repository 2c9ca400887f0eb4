"use client";

import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useId, useRef } from "react";
import { MarkedTextarea } from "./marked-textarea.tsx";
import classes from "./templates.module.css";
import { VariablesPanel } from "./variables-panel.tsx";
import type { CheckedBody } from "./use-checked-body.ts";
import type { Variable } from "#/core/templates/schema.ts";
import { formatCount } from "#/lib/format.ts";

/** The text with its placeholders tinted, what is wrong with it, and the placeholders to choose from. */
export function TemplateEditor({
  body,
  checked,
  variables,
  readOnly,
  onChange,
}: {
  body: string;
  checked: CheckedBody;
  variables: Variable[];
  readOnly: boolean;
  onChange: (body: string) => void;
}) {
  const textarea = useRef<HTMLTextAreaElement>(null);
  const statusId = useId();
  const insert = (name: string) => {
    const field = textarea.current;
    if (!field) return;
    field.focus();
    // Unlike a new value this keeps the browser's undo.
    const isDone = document.execCommand("insertText", false, `{{${name}}}`);
    if (isDone) return;
    const { selectionStart: start, selectionEnd: end } = field;
    onChange(`${body.slice(0, start)}{{${name}}}${body.slice(end)}`);
  };
  return (
    <div className={classes.editor}>
      <div className={classes.main}>
        <MarkedTextarea
          label="Text of the template"
          value={body}
          placeholders={checked.placeholders}
          faults={checked.faults}
          readOnly={readOnly}
          describedBy={statusId}
          inputRef={textarea}
          onChange={onChange}
        />
        <div id={statusId} aria-live="polite">
          <Faults checked={checked} />
          <Text size="xs" c="dimmed" mt={6} className="tabular">
            {formatCount(body.length)} of {formatCount(checked.limit)} characters, about{" "}
            {formatCount(checked.tokens)} tokens before it is filled
          </Text>
        </div>
      </div>
      <VariablesPanel
        variables={variables}
        used={new Set(checked.placeholders.map(({ name }) => name))}
        onInsert={readOnly ? undefined : insert}
      />
    </div>
  );
}

function Faults({ checked: { problems, advice } }: { checked: CheckedBody }) {
  return (
    <>
      {problems.length > 0 ? (
        <Alert
          mt="sm"
          color="red"
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          title="This can't be saved yet"
        >
          <List size="sm" spacing={2}>
            {problems.slice(0, 8).map((problem) => (
              <List.Item key={problem}>{problem}</List.Item>
            ))}
          </List>
          {problems.length > 8 ? (
            <Text size="sm" mt={4}>
              And {problems.length - 8} more.
            </Text>
          ) : null}
        </Alert>
      ) : null}
      {advice.length > 0 ? (
        <Alert mt="sm" color="gray" variant="light" icon={<IconInfoCircle size={18} />}>
          <Text size="sm">
            It doesn&apos;t name {advice.map((name) => `{{${name}}}`).join(", ")}. It can be saved,
            but the writer isn&apos;t told what to hand over, and answers are likely to be refused.
          </Text>
        </Alert>
      ) : null}
    </>
  );
}
