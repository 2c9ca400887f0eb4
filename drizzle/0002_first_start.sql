-- Before anybody belongs to a workspace nothing can be seen through row-level security: two more named exceptions.
CREATE FUNCTION bright.has_members() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM bright.members) $$;
--> statement-breakpoint
CREATE FUNCTION bright.first_workspace() RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT id FROM bright.workspaces ORDER BY created_at, id LIMIT 1 $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bright.has_members(), bright.first_workspace() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bright.has_members(), bright.first_workspace() TO bright_app_group;
