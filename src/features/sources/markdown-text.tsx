import { Code, Table, Text } from "@mantine/core";
import { Fragment, useMemo } from "react";
import { markdownBlocks, type Span, type TextBlock } from "./markdown-blocks.ts";
import classes from "./document.module.css";
import { PlainTable } from "#/ui/plain-table.tsx";

/** Markdown to read. Nothing in it becomes HTML or a link: it is somebody's file. */
export function MarkdownText({ text }: { text: string }) {
  const blocks = useMemo(() => markdownBlocks(text), [text]);
  return (
    <div className={classes.text}>
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { block: TextBlock }) {
  switch (block.kind) {
    case "heading":
      return (
        <Text component="h3" size={block.level <= 2 ? "md" : "sm"} fw={620} m={0}>
          <Spans spans={block.spans} />
        </Text>
      );
    case "paragraph":
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case "quote":
      return (
        <blockquote>
          <Spans spans={block.spans} />
        </blockquote>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>
              <Spans spans={item} />
            </li>
          ))}
        </List>
      );
    }
    case "table":
      return <Rows head={block.head} rows={block.rows} />;
  }
}

function Rows({ head, rows }: { head: Span[][]; rows: Span[][][] }) {
  return (
    <PlainTable label="Table in the document" minWidth={head.length * 110}>
      <Table.Thead>
        <Table.Tr>
          {head.map((cell, index) =>
            // A head without words heads nothing.
            cell.length === 0 ? (
              <Table.Td key={index} />
            ) : (
              <Table.Th key={index}>
                <Spans spans={cell} />
              </Table.Th>
            ),
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          <Table.Tr key={index}>
            {row.map((cell, place) => (
              <Table.Td key={place}>
                <Spans spans={cell} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </PlainTable>
  );
}

function Spans({ spans }: { spans: Span[] }) {
  return spans.map(({ kind, text }, index) => {
    if (kind === "strong") return <strong key={index}>{text}</strong>;
    if (kind === "emphasis") return <em key={index}>{text}</em>;
    if (kind === "code") return <Code key={index}>{text}</Code>;
    return <Fragment key={index}>{text}</Fragment>;
  });
}
