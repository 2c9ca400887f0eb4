import { Collapse, Stack, Switch, Text, TextInput, Textarea, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { type FormField, type GenerateForm, reachSentence } from "./generate-form.ts";
import classes from "./generate.module.css";
import type { Estimate } from "#/core/generation/schema.ts";
import { formatCount, formatShare } from "#/lib/format.ts";

interface Fields {
  form: GenerateForm;
  set: (part: Partial<GenerateForm>) => void;
}

/** What should be different from the text that stands: told to the writer beside that text. */
export function WishField({
  form,
  set,
  error,
  isPractice,
  hasFocus,
  count,
}: Fields & {
  error: string | undefined;
  isPractice: boolean;
  hasFocus: boolean;
  /** Rows that have a text already. */
  count: number;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  // The dialog gave its focus away while the estimate was on its way.
  useEffect(() => {
    if (hasFocus) field.current?.focus();
  }, [hasFocus]);
  const reader = isPractice
    ? "The practice writer understands no language, so it can't heed a wish; a connected writer does."
    : count > 1
      ? `If you like. The writer reads it beside the former text of each of the ${formatCount(count)}.`
      : "If you like. The writer reads it beside the former text.";
  return (
    <Textarea
      label="What should be different?"
      description={reader}
      placeholder="Shorter answers, and ask about her pension before naming a number."
      autosize
      minRows={2}
      maxRows={6}
      ref={field}
      value={form.wish}
      error={error}
      onChange={(event) => set({ wish: event.currentTarget.value })}
    />
  );
}

/** Nothing is sent that could take the run above this. */
export function StopAtField({
  form,
  set,
  error,
  estimate,
  capMicros,
}: Fields & {
  error: string | undefined;
  estimate: Estimate;
  capMicros: number | undefined;
}) {
  const reach = reachSentence(estimate, capMicros);
  return (
    <TextInput
      label="Stop at"
      description={reach ?? "If you like: an amount in dollars that this run never goes above."}
      leftSection="$"
      inputMode="decimal"
      autoComplete="off"
      styles={{ wrapper: { maxWidth: 320 } }}
      value={form.stopAt}
      error={error}
      onChange={(event) => set({ stopAt: event.currentTarget.value })}
    />
  );
}

/** What few need, folded away; it opens by itself where something in it is wrong. */
export function MoreChoices({
  form,
  set,
  errors,
  estimate,
  batchShare,
}: Fields & {
  errors: Partial<Record<FormField, string>>;
  estimate: Estimate;
  /** What a call of the vendor's batches costs; null: it has none. */
  batchShare: number | null;
}) {
  const id = useId();
  const [opened, { toggle }] = useDisclosure(false);
  const isWrong = [errors.atATime, errors.onlyFirst, errors.good, errors.candidates].some(Boolean);
  const isOpen = opened || isWrong;
  const number = (field: "atATime" | "onlyFirst" | "good" | "candidates") => ({
    inputMode: "numeric" as const,
    autoComplete: "off",
    value: form[field],
    error: errors[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      set({ [field]: event.currentTarget.value }),
  });
  return (
    <div>
      <UnstyledButton
        className={classes.fold ?? ""}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        <IconChevronRight size={14} aria-hidden /> More choices
      </UnstyledButton>
      <Collapse expanded={isOpen} id={id}>
        <Stack gap="md" pt="sm">
          {batchShare === null ? null : (
            <Switch
              label={`Overnight, at ${formatShare(batchShare)} of the price`}
              description="The vendor answers within a day, mostly sooner. One is sent as a dry run first; only when it came back well are the others sent."
              checked={form.overnight}
              onChange={(event) => set({ overnight: event.currentTarget.checked, atATime: "" })}
            />
          )}
          <div className={classes.pair}>
            <TextInput
              label="At most at a time"
              description={atATimeWords(estimate, form.overnight)}
              placeholder={String(estimate.ownConcurrency)}
              disabled={form.overnight}
              {...number("atATime")}
            />
            <TextInput
              label="Only the first"
              description="Of the selection, in the order of the plan."
              placeholder={formatCount(estimate.count)}
              {...number("onlyFirst")}
            />
          </div>
          <Switch
            label="Write until so many are good"
            description="Good are those that pass every check. The run ends as soon as there are enough."
            checked={form.untilGood}
            onChange={(event) => {
              const untilGood = event.currentTarget.checked;
              set({ untilGood, ...(untilGood ? goodOf(estimate) : { good: "", candidates: "" }) });
            }}
          />
          {form.untilGood ? (
            <div className={classes.pair}>
              <TextInput label="Good ones wanted" {...number("good")} />
              <TextInput label="Texts written at most" {...number("candidates")} />
            </div>
          ) : null}
        </Stack>
      </Collapse>
      {isOpen ? null : <Chosen form={form} />}
    </div>
  );
}

function atATimeWords({ ownConcurrency, writer }: Estimate, overnight: boolean): string {
  if (overnight) return "Overnight the vendor decides.";
  return `Side by side; ${writer.label} is set to ${formatCount(ownConcurrency)}.`;
}

/** A beginning to change: four of five good, and no more texts than rows. */
function goodOf({ count }: Estimate): Pick<GenerateForm, "good" | "candidates"> {
  return { good: String(Math.max(1, Math.round(count * 0.8))), candidates: String(count) };
}

/** What was chosen in the fold, while it is closed. */
function Chosen({ form }: { form: GenerateForm }) {
  const words = [
    ...(form.overnight ? ["overnight"] : []),
    ...(form.atATime ? [`${form.atATime} at a time`] : []),
    ...(form.onlyFirst ? [`only the first ${form.onlyFirst}`] : []),
    ...(form.untilGood ? [`until ${form.good || "enough"} are good`] : []),
  ];
  if (words.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" pl={20}>
      {words.join(", ")}
    </Text>
  );
}
