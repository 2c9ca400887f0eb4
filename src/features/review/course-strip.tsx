import { Text } from "@mantine/core";
import {
  courseInWords,
  plannedPoints,
  smoothPath,
  strengthOf,
  type StripPoint,
  writtenEmotions,
  writtenPoints,
} from "./emotional-course.ts";
import classes from "./panel.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";

const WIDTH = 320;
const HEIGHT = 84;
const EDGE = 8;

const place = ({ x, y }: StripPoint) => ({
  x: EDGE + x * (WIDTH - 2 * EDGE),
  y: HEIGHT - EDGE - y * (HEIGHT - 2 * EDGE),
});

/** The planned emotional course as a curve, and what the client's messages say beside it. */
export function CourseStrip({ conversation }: { conversation: ConversationDetail }) {
  const { course, messages, storyline } = conversation;
  const planned = plannedPoints(course).map((point) => ({ ...point, ...place(point) }));
  const written = writtenPoints(messages).map((point) => ({ ...point, ...place(point) }));
  const emotions = writtenEmotions(messages);
  if (planned.length === 0 && emotions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No emotions are planned or noted for this conversation.
      </Text>
    );
  }
  return (
    <div>
      {storyline ? (
        <Text size="sm" mb={6}>
          {storyline.label}
        </Text>
      ) : null}
      {planned.length > 0 || written.length > 0 ? (
        <svg
          className={classes.strip}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={courseInWords(course, messages)}
        >
          {[0.1, 0.5, 0.9].map((y) => (
            <line
              key={y}
              className={classes.grid}
              x1={0}
              x2={WIDTH}
              y1={place({ x: 0, y, emotion: "" }).y}
              y2={place({ x: 0, y, emotion: "" }).y}
            />
          ))}
          <path className={classes.planned} d={smoothPath(planned)} />
          {planned.map(({ x, y }) => (
            <circle key={x} className={classes.plannedPoint} cx={x} cy={y} r={4} />
          ))}
          {written.map(({ x, y }) => (
            <circle key={x} className={classes.written} cx={x} cy={y} r={3.5} />
          ))}
        </svg>
      ) : null}
      {course.length > 0 ? (
        <div className={classes.course} aria-hidden>
          {course.map(({ point, emotion }) => (
            <span key={point}>{emotion}</span>
          ))}
        </div>
      ) : null}
      <div className={classes.legend} aria-hidden>
        {planned.length > 0 ? <span className={classes.lineKey}>planned</span> : null}
        {written.length > 0 ? <span className={classes.dotKey}>written</span> : null}
      </div>
      {emotions.length > 0 ? (
        <ol className={classes.emotions} aria-label="Written emotions by message">
          {emotions.map(({ position, emotions: { primary, intensity } }) => (
            <li key={position}>
              <span>{position + 1}</span> {primary}
              {strengthOf(intensity) ? <span>, {strengthOf(intensity)}</span> : null}
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
