ALTER TABLE "panels" ADD COLUMN "terms" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "output_variants" bigint;