CREATE TABLE "login_marks" (
	"digest" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "login_marks_kind" CHECK ("login_marks"."kind" in ('device', 'network'))
);
--> statement-breakpoint
CREATE TABLE "recovery_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "affiliation" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "last_login_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "password_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "deletion_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "jobs_live_max" integer;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "jobs_per_day_max" integer;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "storage_bytes_max" bigint;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "expiry_told_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "network" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "client" text;--> statement-breakpoint
ALTER TABLE "set_up_links" ADD COLUMN "purpose" text DEFAULT 'set-up' NOT NULL;--> statement-breakpoint
ALTER TABLE "login_marks" ADD CONSTRAINT "login_marks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "login_marks_account_idx" ON "login_marks" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "login_marks_expires_idx" ON "login_marks" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "jobs_account_live_idx" ON "jobs" USING btree ("account_id") WHERE "jobs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_deletion_idx" ON "accounts" USING btree ("deletion_at") WHERE "accounts"."deletion_at" is not null and "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "api_tokens_expires_idx" ON "api_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_id_idx" ON "sessions" USING btree ("id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_deletion" CHECK (("accounts"."deletion_at" is null or "accounts"."disabled_at" is not null) and ("accounts"."deleted_at" is null or "accounts"."deletion_at" is not null));--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_erased" CHECK ("accounts"."deleted_at" is null or ("accounts"."name" = '' and "accounts"."password_hash" is null and "accounts"."public_key" is null and "accounts"."affiliation" is null));--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_quotas" CHECK ("accounts"."jobs_live_max" >= 0 and "accounts"."jobs_per_day_max" >= 0 and "accounts"."storage_bytes_max" >= 0);--> statement-breakpoint
ALTER TABLE "set_up_links" ADD CONSTRAINT "set_up_links_purpose" CHECK ("set_up_links"."purpose" in ('set-up', 'recovery'));