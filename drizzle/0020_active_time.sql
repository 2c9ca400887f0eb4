ALTER TABLE "bright"."batches" ADD COLUMN "running_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bright"."batches" ADD COLUMN "active_seconds" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Of earlier runs only the whole time is known.
UPDATE bright.batches SET active_seconds = extract(epoch from finished_at - created_at) WHERE finished_at IS NOT NULL;
--> statement-breakpoint
UPDATE bright.batches SET running_since = created_at WHERE state IN ('running', 'cancelling');
--> statement-breakpoint
-- Many deeds pause, continue and end a run; how long it ran must be right after each of them.
CREATE FUNCTION bright.keep_active_time() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN
    IF NEW.state = 'running' THEN
      NEW.running_since := coalesce(NEW.running_since, clock_timestamp());
    ELSIF NEW.state <> 'cancelling' AND NEW.running_since IS NOT NULL THEN
      NEW.active_seconds := NEW.active_seconds
        + greatest(0, extract(epoch from clock_timestamp() - NEW.running_since));
      NEW.running_since := NULL;
    END IF;
    RETURN NEW;
  END $$;
--> statement-breakpoint
CREATE TRIGGER batches_keep_active_time BEFORE INSERT OR UPDATE OF state ON bright.batches
  FOR EACH ROW EXECUTE FUNCTION bright.keep_active_time();
