-- After thousands of rows came in at once the planner still takes the tables for empty, and joins of labels
-- would take minutes until autovacuum comes by. Only the owner may ANALYZE, so the app asks through this.
CREATE FUNCTION bright.refresh_statistics() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN
    ANALYZE bright.conversations, bright.conversation_labels, bright.conversation_chunks;
  END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.refresh_statistics() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.refresh_statistics() TO bright_app_group;
