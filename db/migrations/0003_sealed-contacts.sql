CREATE TABLE `contact_keys` (
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`sealed_key` blob NOT NULL,
	PRIMARY KEY(`dispensary_id`, `order_id`)
);
--> statement-breakpoint
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
DROP TABLE `push_subscriptions`;--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`dispensary_id` text NOT NULL,
	`order_id` text NOT NULL,
	`endpoint_hash` text NOT NULL,
	`sealed` blob NOT NULL,
	PRIMARY KEY(`dispensary_id`, `order_id`, `endpoint_hash`)
);
--> statement-breakpoint
CREATE INDEX `push_subscriptions_by_endpoint` ON `push_subscriptions` (`dispensary_id`,`endpoint_hash`);--> statement-breakpoint
DROP TABLE `contacts`;--> statement-breakpoint
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
CREATE INDEX `contacts_by_email` ON `contacts` (`dispensary_id`,`email_hash`);