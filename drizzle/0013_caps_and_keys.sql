ALTER TABLE "bright"."projects" ADD COLUMN "cap_micros" bigint;--> statement-breakpoint
ALTER TABLE "bright"."workspaces" ADD COLUMN "monthly_cap_micros" bigint;--> statement-breakpoint
ALTER TABLE "bright"."connections" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- A named exception to row-level security: a new master key wraps the keys of every workspace anew.
CREATE FUNCTION bright.sealed_keys() RETURNS TABLE (workspace_id uuid, connection_id uuid, master_key_id text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.workspace_id, c.id, c.sealed_key ->> 'masterKeyId' FROM bright.connections c
    WHERE c.sealed_key IS NOT NULL ORDER BY c.workspace_id, c.id
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.sealed_keys() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.sealed_keys() TO bright_app_group;
