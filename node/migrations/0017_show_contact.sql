ALTER TABLE "jobs" ADD COLUMN "contact_told" text;--> statement-breakpoint
ALTER TABLE "peer_links" ADD COLUMN "shown" text;