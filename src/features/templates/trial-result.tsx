import { Anchor, Stack, Text } from "@mantine/core";
import classes from "./templates.module.css";
import type { TemplateTest } from "#/core/generation/prompt-schema.ts";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { formatCounted, formatDuration, formatMoney } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { countWords } from "#/lib/words.ts";

type Side = NonNullable<TemplateTest["draft"]>;

/** The draft's text and the one that stands, side by side, with score, cost and time. */
export function TrialResult({ result }: { result: TemplateTest }) {
  const { draft, current, failure, writer, draftCostMicros } = result;
  return (
    <div className={classes.sides}>
      <section aria-labelledby="trial-draft">
        <Text component="div" id="trial-draft" fw={600} size="sm">
          With this text {writer.isPractice ? <PracticeMark /> : null}
        </Text>
        {draft ? (
          <Written side={draft} writer={writer.label} other={current?.score ?? null} />
        ) : (
          <Stack gap="xs" mt="xs">
            <ErrorState message={failure?.message ?? "The writer wrote nothing."} />
            <Text size="sm" c="dimmed">
              The calls cost {formatMoney(draftCostMicros)}.
            </Text>
          </Stack>
        )}
      </section>
      <section aria-labelledby="trial-current">
        <Text component="div" id="trial-current" fw={600} size="sm">
          As it stands {current?.isPractice ? <PracticeMark /> : null}
        </Text>
        {current ? (
          <Written
            side={current}
            writer={[
              current.writer ?? "By hand",
              current.templateVersion === null
                ? null
                : `template version ${current.templateVersion}`,
            ]
              .filter((part) => part !== null)
              .join(", ")}
            other={null}
          />
        ) : (
          <Text size="sm" c="dimmed" mt="xs">
            {result.reference} has no text yet. Write it first to see the two side by side.
          </Text>
        )}
      </section>
    </div>
  );
}

function Written({
  side,
  writer,
  other,
}: {
  side: Side;
  writer: string;
  /** Score of the other text, to say the difference. */
  other: number | null;
}) {
  const { messages, score, scoreParts, costMicros, seconds } = side;
  const words = messages.reduce((total, { content }) => total + countWords(content), 0);
  const difference = score !== null && other !== null ? score - other : null;
  const facts = [
    score === null ? "no score" : `score ${score.toFixed(1)}`,
    difference === null || difference === 0
      ? null
      : `${Math.abs(difference).toFixed(1)} ${difference > 0 ? "higher" : "lower"}`,
    formatCounted(messages.length, "message"),
    formatCounted(words, "word"),
    costMicros === null ? null : formatMoney(costMicros),
    seconds === null ? null : formatDuration(seconds),
  ].filter((fact) => fact !== null);
  return (
    <Stack gap="xs" mt={4}>
      <Text size="xs" c="dimmed" className="tabular">
        {writer} · {facts.join(" · ")}
      </Text>
      <ScrollBox label="Messages" maxHeight={560}>
        <ol className={classes.messages}>
          {messages.map((message, place) => (
            <li key={place} data-role={message.role}>
              <Text size="xs" c="dimmed" fw={550}>
                {message.role === "user" ? "Client" : "Answer"}
              </Text>
              {message.content}
            </li>
          ))}
        </ol>
      </ScrollBox>
      <details className={classes.parts}>
        <Anchor component="summary" size="sm">
          What the score is made of
        </Anchor>
        <ul>
          {scoreParts.map((part) => (
            <li key={part.check}>
              <Text size="sm">
                {part.label}: {(part.value * 10).toFixed(1)}. {part.reason}
              </Text>
            </li>
          ))}
        </ul>
      </details>
    </Stack>
  );
}
