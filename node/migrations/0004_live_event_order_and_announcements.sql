CREATE TABLE "announcements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"severity" text NOT NULL,
	"text" text NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"endedAt" timestamp with time zone,
	"createdBy" uuid,
	"createdAt" timestamp with time zone NOT NULL,
	"updatedAt" timestamp with time zone NOT NULL,
	"toldAt" timestamp with time zone,
	CONSTRAINT "announcements_severity" CHECK ("announcements"."severity" in ('info', 'warning', 'critical')),
	CONSTRAINT "announcements_span" CHECK ("announcements"."until" is null or "announcements"."until" > "announcements"."from")
);
--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_createdBy_accounts_id_fk" FOREIGN KEY ("createdBy") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_from_idx" ON "announcements" USING btree ("from" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "announcements_untold_idx" ON "announcements" USING btree ("from") WHERE "announcements"."toldAt" is null and "announcements"."endedAt" is null;--> statement-breakpoint
CREATE INDEX "live_events_transaction_idx" ON "live_events" USING btree ("transaction");