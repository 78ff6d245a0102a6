ALTER TABLE "job_events" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "told" jsonb;