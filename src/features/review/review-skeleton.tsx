import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import classes from "./review.module.css";
import { DialogueSkeleton } from "./text-state.tsx";

/** The page in grey: header, dialogue at the left, panel at the right. */
export function ReviewSkeleton() {
  return (
    <div aria-busy="true">
      <VisuallyHidden component="h1">Loading the conversation</VisuallyHidden>
      <div className={classes.header}>
        <Skeleton height={18} width={130} mb={22} />
        <Skeleton height={26} width="min(420px, 80%)" mb={12} />
        <Skeleton height={18} width={210} />
      </div>
      <div className={classes.layout}>
        <DialogueSkeleton />
        <Stack gap="md">
          <Skeleton height={36} />
          <Skeleton height={210} />
          <Skeleton height={150} />
          <Skeleton height={190} />
        </Stack>
      </div>
    </div>
  );
}
