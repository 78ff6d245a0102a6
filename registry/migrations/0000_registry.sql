CREATE TABLE "admins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "admins_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "login_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"admin_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "set_up_links" (
	"token_sha256" text PRIMARY KEY NOT NULL,
	"admin_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"enrolment_id" uuid NOT NULL,
	"admin_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "approvals_enrolment_id_admin_id_pk" PRIMARY KEY("enrolment_id","admin_id"),
	CONSTRAINT "approvals_decision" CHECK ("approvals"."decision" in ('approve', 'reject'))
);
--> statement-breakpoint
CREATE TABLE "challenges" (
	"nonce_sha256" text PRIMARY KEY NOT NULL,
	"invite_id" uuid NOT NULL,
	"encryption_kid" text NOT NULL,
	"secret_sha256" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invite_id" uuid NOT NULL,
	"state" text NOT NULL,
	"site_id" text NOT NULL,
	"organisation" text NOT NULL,
	"site_name" text NOT NULL,
	"url" text NOT NULL,
	"contact" text NOT NULL,
	"root_kid" text NOT NULL,
	"statement_sha256" text NOT NULL,
	"statement_serial" bigint NOT NULL,
	"statement" jsonb NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "enrolments_inviteId_unique" UNIQUE("invite_id"),
	CONSTRAINT "enrolments_state" CHECK ("enrolments"."state" in ('pending', 'approved', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_sha256" text NOT NULL,
	"organisation" text NOT NULL,
	"email_domain" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "invites_tokenSha256_unique" UNIQUE("token_sha256")
);
--> statement-breakpoint
CREATE TABLE "federation" (
	"only" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"federation_id" text NOT NULL,
	"root_keys" jsonb NOT NULL,
	"root_threshold" integer NOT NULL,
	"version" integer NOT NULL,
	"issued" timestamp with time zone NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	"document_sha256" text NOT NULL,
	"document" jsonb NOT NULL,
	CONSTRAINT "federation_only" CHECK ("federation"."only" = 1)
);
--> statement-breakpoint
CREATE TABLE "descriptors" (
	"sha256" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"serial" bigint NOT NULL,
	"jws" jsonb NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "descriptors_serial" UNIQUE("site_id","serial")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"site_id" text PRIMARY KEY NOT NULL,
	"organisation" text NOT NULL,
	"site_name" text NOT NULL,
	"url" text NOT NULL,
	"contact" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"since" timestamp with time zone NOT NULL,
	"root_kid" text NOT NULL,
	"statement_sha256" text NOT NULL,
	"descriptor_sha256" text,
	"descriptor_serial" bigint DEFAULT 0 NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	CONSTRAINT "members_status" CHECK ("members"."status" in ('active', 'suspended', 'revoked'))
);
--> statement-breakpoint
CREATE TABLE "statements" (
	"sha256" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"serial" bigint NOT NULL,
	"jws" jsonb NOT NULL,
	"stored_at" timestamp with time zone NOT NULL,
	CONSTRAINT "statements_serial" UNIQUE("site_id","serial")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_up_links" ADD CONSTRAINT "set_up_links_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_invite_id_invites_id_fk" FOREIGN KEY ("invite_id") REFERENCES "public"."invites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_invite_id_invites_id_fk" FOREIGN KEY ("invite_id") REFERENCES "public"."invites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_created_by_admins_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."admins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_statement_sha256_statements_sha256_fk" FOREIGN KEY ("statement_sha256") REFERENCES "public"."statements"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_descriptor_sha256_descriptors_sha256_fk" FOREIGN KEY ("descriptor_sha256") REFERENCES "public"."descriptors"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_expires_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "audit_object_idx" ON "audit" USING btree ("object","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_pending_site" ON "enrolments" USING btree ("site_id") WHERE "enrolments"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "enrolments_submitted_idx" ON "enrolments" USING btree ("submitted_at");