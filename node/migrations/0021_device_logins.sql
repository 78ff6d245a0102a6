CREATE TABLE "device_logins" (
	"device_code_sha256" text PRIMARY KEY NOT NULL,
	"user_code_sha256" text NOT NULL,
	"state" text NOT NULL,
	"account_id" uuid,
	"machine" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"polled_at" timestamp with time zone,
	"interval_s" integer NOT NULL,
	CONSTRAINT "device_logins_state" CHECK ("device_logins"."state" in ('pending', 'approved', 'denied')),
	CONSTRAINT "device_logins_decided" CHECK (("device_logins"."state" = 'pending') = ("device_logins"."account_id" is null))
);
--> statement-breakpoint
ALTER TABLE "device_logins" ADD CONSTRAINT "device_logins_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "device_logins_user_code_idx" ON "device_logins" USING btree ("user_code_sha256");--> statement-breakpoint
CREATE INDEX "device_logins_account_idx" ON "device_logins" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "device_logins_expires_idx" ON "device_logins" USING btree ("expires_at");