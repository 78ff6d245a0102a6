CREATE TABLE "scrub_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"leasedBy" uuid,
	"leasedUntil" timestamp with time zone,
	"requestedAt" timestamp with time zone,
	"startedAt" timestamp with time zone,
	"finishedAt" timestamp with time zone,
	"checkedFiles" integer DEFAULT 0 NOT NULL,
	"checkedBytes" bigint DEFAULT 0 NOT NULL,
	"foundDamaged" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "scrub_state_single" CHECK ("scrub_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "storage_usage" (
	"accountId" uuid PRIMARY KEY NOT NULL,
	"usedBytes" bigint DEFAULT 0 NOT NULL,
	"files" integer DEFAULT 0 NOT NULL,
	"nearlyFullAt" timestamp with time zone,
	CONSTRAINT "storage_usage_counts" CHECK ("storage_usage"."usedBytes" >= 0 and "storage_usage"."files" >= 0)
);
--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_deleted";--> statement-breakpoint
DROP INDEX "files_expiring_idx";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "header" "bytea";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "remindedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "deletedBecause" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "destroyedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "verifiedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "damagedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "damage" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "downloads" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "downloadedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "sentBytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "isEndSent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "storage_usage" ADD CONSTRAINT "storage_usage_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_unreminded_idx" ON "files" USING btree ("expiresAt") WHERE "files"."state" = 'complete' and "files"."kind" = 'result' and "files"."remindedAt" is null;--> statement-breakpoint
CREATE INDEX "files_undestroyed_idx" ON "files" USING btree ("deletedAt") WHERE "files"."state" = 'deleted' and "files"."destroyedAt" is null;--> statement-breakpoint
CREATE INDEX "files_verified_idx" ON "files" USING btree ("verifiedAt") WHERE "files"."state" = 'complete';--> statement-breakpoint
CREATE INDEX "files_damaged_idx" ON "files" USING btree ("damagedAt") WHERE "files"."damagedAt" is not null and "files"."state" <> 'deleted';--> statement-breakpoint
CREATE INDEX "job_results_file_idx" ON "job_results" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "files_expiring_idx" ON "files" USING btree ("expiresAt") WHERE "files"."state" <> 'deleted';--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_deleted_because" CHECK ("files"."deletedBecause" in ('asked', 'expired', 'discarded'));--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_header" CHECK (("files"."state" = 'deleted') = ("files"."header" is null));--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_destroyed" CHECK ("files"."destroyedAt" is null or "files"."state" = 'deleted');--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_damage" CHECK (("files"."damagedAt" is null) = ("files"."damage" is null) and "files"."damage" in ('missing', 'altered'));--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_sent" CHECK ("files"."sentBytes" >= 0 and "files"."downloads" >= 0);--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_deleted" CHECK (("files"."state" = 'deleted') = ("files"."deletedAt" is not null) and ("files"."state" = 'deleted') = ("files"."deletedBecause" is not null));