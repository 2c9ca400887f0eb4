-- Removing one of these would take versions, messages, decisions or calls with it, which are only ever added to. Conversations are marked as deleted instead.
REVOKE DELETE ON bright.workspaces, bright.projects, bright.templates, bright.conversations, bright.batches, bright.batch_items, bright.call_attempts FROM bright_app_group;
