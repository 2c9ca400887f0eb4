import { Progress, Text } from "@mantine/core";
import { IconEyeExclamation } from "@tabler/icons-react";
import classes from "./panel.module.css";
import type { ScorePart } from "#/core/conversations/schema.ts";

/** The score, and what it is made of, each part with its reason. */
export function ScoreParts({ score, parts }: { score: number | null; parts: ScorePart[] }) {
  if (score === null) {
    return (
      <Text size="sm" c="dimmed">
        A score comes with the text.
      </Text>
    );
  }
  // A part without weight asks for a look and takes nothing from the score.
  const remarks = parts.filter(({ weight }) => weight === 0);
  const counted = parts.filter(({ weight }) => weight > 0);
  return (
    <>
      <div className={classes.scoreHead}>
        <span className={classes.score}>{score.toFixed(1)}</span>
        <Text size="sm" c="dimmed" component="span">
          of 10{score < 6 ? " · under 6, look closely" : ""}
        </Text>
      </div>
      {remarks.map(({ check, label, reason }) => (
        <Text key={check} size="sm" className={classes.remark}>
          <IconEyeExclamation size={16} aria-hidden />
          <span>
            <strong>{label}.</strong> {reason}
          </span>
        </Text>
      ))}
      <ul className={classes.list}>
        {counted.map((part) => (
          <li key={part.check} className={classes.scorePart}>
            <span>{part.label}</span>
            <Text component="span" size="sm" className="tabular" c="dimmed">
              {(part.value * 10).toFixed(1)}
            </Text>
            <Progress
              style={{ gridColumn: "1 / -1" }}
              size={3}
              value={part.value * 100}
              color={part.value < 0.6 ? "orange" : "spruce"}
              aria-label={`${part.label}: ${(part.value * 10).toFixed(1)} of 10`}
            />
            <span className={classes.scoreReason}>{part.reason}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
