CREATE TABLE `hooks` (
	`id` text PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`events` text NOT NULL,
	`host` text NOT NULL,
	`sealed` blob NOT NULL,
	`subscribed_at` integer NOT NULL,
	`told_at` integer,
	`failing_since` integer,
	`reason` text,
	`disabled_at` integer,
	`because` text
);
--> statement-breakpoint
CREATE INDEX `hooks_by_dispensary` ON `hooks` (`dispensary_id`);--> statement-breakpoint
CREATE TABLE `hook_tellings` (
	`hook_id` text NOT NULL,
	`seq` integer NOT NULL,
	`status` text NOT NULL,
	`planned_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	PRIMARY KEY(`hook_id`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `hook_tellings_by_due` ON `hook_tellings` (`status`,`due_at`);--> statement-breakpoint
CREATE TABLE `contact_keys` (
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`sealed_key` blob NOT NULL,
	PRIMARY KEY(`dispensary_id`, `order_id`)
);
--> statement-breakpoint
CREATE TABLE `contacts` (
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`sealed` blob NOT NULL,
	`phone_hash` text,
	`email_hash` text,
	PRIMARY KEY(`dispensary_id`, `order_id`)
);
--> statement-breakpoint
CREATE INDEX `contacts_by_phone` ON `contacts` (`dispensary_id`,`phone_hash`);--> statement-breakpoint
CREATE INDEX `contacts_by_email` ON `contacts` (`dispensary_id`,`email_hash`);--> statement-breakpoint
CREATE TABLE `opt_outs` (
	`dispensary_id` text NOT NULL,
	`channel` text NOT NULL,
	`address_hash` text NOT NULL,
	`source` text NOT NULL,
	`number` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`dispensary_id`, `channel`, `address_hash`, `source`, `number`)
);
--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`endpoint_hash` text NOT NULL,
	`provider` text NOT NULL,
	`skips` text,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`dispensary_id`, `order_id`, `endpoint_hash`)
);
--> statement-breakpoint
CREATE INDEX `push_subscriptions_by_endpoint` ON `push_subscriptions` (`dispensary_id`,`endpoint_hash`);--> statement-breakpoint
CREATE TABLE `replies` (
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`reply_id` text NOT NULL,
	`channel` text NOT NULL,
	`at` integer NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`dispensary_id`, `order_id`, `reply_id`)
);
--> statement-breakpoint
CREATE INDEX `replies_by_time` ON `replies` (`dispensary_id`,`at`);--> statement-breakpoint
CREATE TABLE `strangers_replies` (
	`dispensary_id` text NOT NULL,
	`reply_id` text NOT NULL,
	`at` integer NOT NULL,
	`sealed` blob NOT NULL,
	`phone_hash` text NOT NULL,
	PRIMARY KEY(`dispensary_id`, `reply_id`)
);
--> statement-breakpoint
CREATE INDEX `strangers_replies_by_time` ON `strangers_replies` (`dispensary_id`,`at`);--> statement-breakpoint
CREATE TABLE `waiting_news` (
	`seq` integer PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`source` text NOT NULL,
	`reference` text NOT NULL,
	`by_number` integer NOT NULL,
	`place` integer NOT NULL,
	`time` integer NOT NULL,
	`sealed` blob,
	`phone_hash` text,
	`email_hash` text
);
--> statement-breakpoint
CREATE INDEX `waiting_news_by_reference` ON `waiting_news` (`dispensary_id`,`reference`,`source`);--> statement-breakpoint
CREATE INDEX `waiting_news_by_place` ON `waiting_news` (`dispensary_id`,`source`,`place`);--> statement-breakpoint
CREATE INDEX `waiting_news_by_time` ON `waiting_news` (`time`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`kind` text NOT NULL,
	`secret_hash` text,
	`secret_sealed` blob,
	`former_sealed` blob,
	`former_until` integer,
	`keys_sealed` blob,
	`driver_id` text,
	`devices` text,
	`statuses` text,
	`last_heard_at` integer,
	`last_problem` text,
	`last_problem_at` integer,
	`last_asked_at` integer,
	`read_up_to` integer,
	`test_mode` integer DEFAULT false NOT NULL,
	`rehearsals` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connections_by_secret` ON `connections` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `connections_by_dispensary` ON `connections` (`dispensary_id`);--> statement-breakpoint
CREATE INDEX `connections_asked` ON `connections` (`id`) WHERE keys_sealed IS NOT NULL;--> statement-breakpoint
CREATE TABLE `dispensaries` (
	`id` text PRIMARY KEY NOT NULL,
	`profile` text NOT NULL,
	`chain_length` integer DEFAULT 0 NOT NULL,
	`chain_hash` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `drivers` (
	`dispensary_id` text NOT NULL,
	`id` text NOT NULL,
	`first_name` text NOT NULL,
	PRIMARY KEY(`dispensary_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `learned` (
	`dispensary_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`opened_at` integer,
	`revoked_at` integer,
	`message_id` text
);
--> statement-breakpoint
CREATE INDEX `links_by_order` ON `links` (`dispensary_id`,`order_id`);--> statement-breakpoint
CREATE INDEX `links_by_id` ON `links` (`id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`dispensary_id` text NOT NULL,
	`id` text NOT NULL,
	`number` text NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`dispensary_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `orders_by_number` ON `orders` (`dispensary_id`,`number`);--> statement-breakpoint
CREATE INDEX `orders_open` ON `orders` (`dispensary_id`,`seq`) WHERE iif(json_valid(state), json_extract(state, '$.milestone'), '') NOT IN ('', 'delivered', 'returned', 'cancelled');--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`status` text NOT NULL,
	`planned_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`claimed_at` integer,
	`settled_at` integer,
	`reference` text,
	`reason` text,
	`trouble` text
);
--> statement-breakpoint
CREATE INDEX `outbox_by_due` ON `outbox` (`status`,`channel`,`due_at`);--> statement-breakpoint
CREATE INDEX `outbox_by_order` ON `outbox` (`dispensary_id`,`order_id`);--> statement-breakpoint
CREATE INDEX `outbox_by_settled` ON `outbox` (`dispensary_id`,`status`,`settled_at`);--> statement-breakpoint
CREATE TABLE `positions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`driver_id` text NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`lat` integer NOT NULL,
	`lng` integer NOT NULL,
	`accuracy_meters` integer,
	`speed_meters_per_second` integer,
	`heading_degrees` integer
);
--> statement-breakpoint
CREATE TABLE `routes` (
	`dispensary_id` text NOT NULL,
	`id` text NOT NULL,
	`driver_id` text NOT NULL,
	`under_way` integer NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`dispensary_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `routes_by_driver` ON `routes` (`dispensary_id`,`driver_id`,`under_way`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_by_email` ON `staff` (`email`);--> statement-breakpoint
CREATE TABLE `tracks` (
	`seq` integer PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`driver_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`fixes` integer NOT NULL,
	`digest` text NOT NULL,
	`chunk` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tracks_by_driver` ON `tracks` (`dispensary_id`,`driver_id`,`to_at`);--> statement-breakpoint
CREATE TABLE `trail` (
	`seq` integer PRIMARY KEY NOT NULL,
	`dispensary_id` text NOT NULL,
	`link` integer NOT NULL,
	`source` text NOT NULL,
	`event_id` text NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`time` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`data` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trail_by_event` ON `trail` (`dispensary_id`,`source`,`event_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `trail_by_link` ON `trail` (`dispensary_id`,`link`);--> statement-breakpoint
CREATE INDEX `trail_by_subject` ON `trail` (`dispensary_id`,`subject`);--> statement-breakpoint
CREATE INDEX `trail_for_hooks` ON `trail` (`dispensary_id`,`recorded_at`) WHERE type IN ('milestone.reached', 'id.readied', 'note.left', 'reply.received');--> statement-breakpoint
CREATE INDEX `trail_of_unknown_statuses` ON `trail` (`dispensary_id`,`seq`) WHERE type = 'order.status-unknown';--> statement-breakpoint
CREATE TABLE `aggregators` (
	`dispensary_id` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`url` text NOT NULL,
	`secret_sealed` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `aggregators_by_id` ON `aggregators` (`id`);--> statement-breakpoint
CREATE TABLE `wordings` (
	`dispensary_id` text NOT NULL,
	`kind` text NOT NULL,
	`locale` text NOT NULL,
	`version` integer NOT NULL,
	`text` text NOT NULL,
	`staff_id` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`dispensary_id`, `kind`, `locale`, `version`)
);
