ALTER TABLE "health_changes" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "inbox_items" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "notification_events" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "disabled_told" jsonb;--> statement-breakpoint
ALTER TABLE "peer_links" ADD COLUMN "last_error_told" jsonb;