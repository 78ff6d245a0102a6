CREATE TABLE "federation_announcements" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer NOT NULL,
	"takenAt" timestamp with time zone NOT NULL,
	CONSTRAINT "federation_announcements_one_row" CHECK ("federation_announcements"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "announcements" ADD COLUMN "issuer" text DEFAULT 'site' NOT NULL;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_issuer" CHECK ("announcements"."issuer" in ('site', 'federation'));