import { Skeleton, Stack } from "@mantine/core";
import classes from "./panel.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import type { TaxonomyLabels } from "#/features/conversations/use-taxonomy-labels.ts";

/** Every label of the conversation in words, in the order of the taxonomy; then the planned person. */
export function LabelList({
  conversation,
  taxonomy,
}: {
  conversation: ConversationDetail;
  taxonomy: TaxonomyLabels;
}) {
  const { labels, tier, plan } = conversation;
  const all: Record<string, string> = { ...labels, tier };
  const known = taxonomy.dimensions.map(({ key }) => key).filter((key) => key in all);
  const others = Object.keys(all).filter((key) => !known.includes(key));
  const person = plan?.person;
  if (!taxonomy.isReady) {
    return (
      <Stack gap={12} aria-busy="true">
        {Object.keys(all).map((key) => (
          <Skeleton key={key} height={14} />
        ))}
      </Stack>
    );
  }
  return (
    <dl className={classes.facts}>
      {[...known, ...others].map((dimension) => (
        <div key={dimension} className={classes.fact}>
          <dt>{taxonomy.dimensionLabel(dimension)}</dt>
          <dd>{taxonomy.labelOf(dimension, all[dimension])}</dd>
        </div>
      ))}
      {person ? (
        <div className={classes.fact}>
          <dt>Person</dt>
          <dd>
            {person.firstName}, {person.age}, {person.occupation}
          </dd>
        </div>
      ) : null}
      {plan?.oddPair ? (
        <div className={classes.fact}>
          <dt>Unusual</dt>
          <dd>{plan.oddPair}</dd>
        </div>
      ) : null}
    </dl>
  );
}
