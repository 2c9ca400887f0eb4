"use client";

import { Group, SegmentedControl, Text, Title } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./exports.module.css";
import { messagesOfLine, roleInWords } from "./sample-line.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { countWords } from "#/lib/words.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";

type Look = "readable" | "file";

/** The first lines of the file: to read, or exactly as they will stand in it. */
export function SampleLines({ lines, rowCount }: { lines: string[]; rowCount: number }) {
  const [look, setLook] = useState<Look>("readable");
  return (
    <div>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h3">
          First {formatCounted(lines.length, "line")} of {formatCount(rowCount)}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="How to show the lines"
          value={look}
          onChange={(value) => setLook(value === "file" ? "file" : "readable")}
          data={[
            { value: "readable", label: "Readable" },
            { value: "file", label: "As in the file" },
          ]}
        />
      </Group>
      {look === "readable" ? (
        lines.map((line, index) => (
          <ReadableLine key={line} line={line} number={index + 1} isOpen={index === 0} />
        ))
      ) : (
        <ScrollBox label="Lines as in the file" maxHeight={420}>
          <pre className={classes.raw}>{lines.join("\n")}</pre>
        </ScrollBox>
      )}
    </div>
  );
}

function ReadableLine({ line, number, isOpen }: { line: string; number: number; isOpen: boolean }) {
  const messages = messagesOfLine(line);
  if (!messages) return <pre className={classes.raw}>{line}</pre>;
  const opening = messages.find(({ role }) => role === "user")?.content ?? "";
  return (
    <details className={classes.line} open={isOpen}>
      <summary className={classes.lineHead}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        <Text size="sm" fw={550} span style={{ flex: "none" }}>
          Line {number}
        </Text>
        <Text size="sm" c="dimmed" truncate span>
          {formatCounted(messages.length, "message")} · {opening}
        </Text>
      </summary>
      <ScrollBox label={`Messages of line ${number}`} maxHeight={420}>
        <ol className={classes.messages}>
          {messages.map(({ role, content }, index) => (
            <li key={`${index}-${role}`}>
              {role === "system" ? (
                <details>
                  <summary className={classes.role}>
                    {roleInWords(role)}, {formatCounted(countWords(content), "word")}
                  </summary>
                  <p>{content}</p>
                </details>
              ) : (
                <>
                  <span className={classes.role}>{roleInWords(role)}</span>
                  <p>{content}</p>
                </>
              )}
            </li>
          ))}
        </ol>
      </ScrollBox>
    </details>
  );
}
