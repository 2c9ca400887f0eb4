ALTER TABLE "bright"."batch_items" ADD COLUMN "holder" uuid;--> statement-breakpoint
ALTER TABLE "bright"."call_attempts" ADD COLUMN "holder" uuid;--> statement-breakpoint
-- A named exception to row-level security: what processes held that their machine knows to have ended. From
-- now on it counts as left behind, without waiting for the end of its lease.
CREATE FUNCTION bright.free_held_by(ended uuid[]) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    UPDATE bright.batch_items SET lease_until = clock_timestamp()
      WHERE state = 'running' AND holder = ANY (ended) AND lease_until > clock_timestamp();
    UPDATE bright.call_attempts SET held_until = clock_timestamp()
      WHERE held_until > clock_timestamp() AND holder = ANY (ended);
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.free_held_by(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.free_held_by(uuid[]) TO bright_app_group;
