-- 1
SELECT "accounts_session"."session_key", "accounts_session"."session_data", "accounts_session"."expire_date",
    "accounts_session"."account_id", "accounts_session"."started_at", "accounts_session"."seen_at"
FROM "accounts_session"
WHERE "accounts_session"."session_key" = %s

-- 2
SELECT "accounts_account".…, "parties_party".…, "bureau_staff"."id", "bureau_staff"."number", "bureau_staff"."name",
    "bureau_staff"."department_id", "bureau_staff"."phone", "bureau_staff"."active"
FROM "accounts_account"
LEFT OUTER JOIN "parties_party" ON ("accounts_account"."party_id" = "parties_party"."id")
LEFT OUTER JOIN "bureau_staff" ON ("accounts_account"."staff_id" = "bureau_staff"."id")
WHERE ("accounts_account"."is_active" AND "accounts_account"."id" = %s)

-- 3
SELECT "parties_mandate"."id", "parties_mandate"."principal_id", "parties_mandate"."items",
    "parties_mandate"."from_day", "parties_mandate"."to_day"
FROM "parties_mandate"
WHERE ("parties_mandate"."agent_id" = %s AND "parties_mandate"."revoked_at" IS NULL)

-- 4
SELECT "cases_case".…, "catalogue_item".…, "bureau_department".…, "parties_party".…, T5."id", T5."kind", T5."name",
    T5."id_number", T5."phone", T5."address", T5."legal_person", T5."warning", T5."created_at"
FROM "cases_case"
INNER JOIN "catalogue_item" ON ("cases_case"."item_id" = "catalogue_item"."id")
INNER JOIN "bureau_department" ON ("cases_case"."department_id" = "bureau_department"."id")
INNER JOIN "parties_party" ON ("cases_case"."party_id" = "parties_party"."id")
LEFT OUTER JOIN "parties_party" T5 ON ("cases_case"."agent_id" = T5."id")
WHERE "cases_case"."number" = %s

-- 5
SELECT "cases_casefile"."id", "cases_casefile"."material_id", "cases_casefile"."stored_id",
    "cases_casefile"."added_at", "cases_casefile"."removed_at", "vault_storedfile".…
FROM "cases_casefile"
INNER JOIN "cases_casematerial" ON ("cases_casefile"."material_id" = "cases_casematerial"."id")
INNER JOIN "vault_storedfile" ON ("cases_casefile"."stored_id" = "vault_storedfile"."id")
WHERE ("cases_casematerial"."case_id" = %s AND "cases_casefile"."removed_at" IS NULL
    AND "vault_storedfile"."destroyed_at" IS NULL)
ORDER BY "cases_casefile"."id" ASC

-- 6
SELECT "cases_casematerial"."id", "cases_casematerial"."case_id", "cases_casematerial"."code",
    "cases_casematerial"."name", "cases_casematerial"."order", "cases_casematerial"."get_type",
    "cases_casematerial"."status", "cases_casematerial"."note"
FROM "cases_casematerial"
WHERE "cases_casematerial"."case_id" = %s
ORDER BY "cases_casematerial"."order" ASC

-- 7
SELECT "cases_seat".…
FROM "cases_seat"
WHERE "cases_seat"."case_id" = %s
ORDER BY "cases_seat"."round" ASC, "cases_seat"."order" ASC

-- 8
SELECT "cases_pause".…
FROM "cases_pause"
WHERE "cases_pause"."case_id" = %s
ORDER BY "cases_pause"."start" ASC

-- 9
SELECT "cases_casedocument".…
FROM "cases_casedocument"
WHERE "cases_casedocument"."case_id" = %s
ORDER BY "cases_casedocument"."issued_at" ASC, "cases_casedocument"."id" ASC

-- 10
SELECT "bureau_calendaryear"."id", "bureau_calendaryear"."version"
FROM "bureau_calendaryear"

-- 11
SELECT "vault_helduse".…
FROM "vault_helduse"
WHERE ("vault_helduse"."case" = %s AND "vault_helduse"."ended_at" IS NULL)

-- 12
SELECT "bureau_department"."credit_code" AS "credit_code", "bureau_department"."short_name" AS "short_name"
FROM "bureau_department"
WHERE "bureau_department"."credit_code" IN (%s)

-- 13
SELECT "trail_event".…
FROM "trail_event"
WHERE ("trail_event"."seq" > %s AND "trail_event"."stream" = %s)
ORDER BY "trail_event"."seq" ASC

-- 14
SELECT "tasks_task".…, EXISTS(SELECT %s AS "a"
FROM "tasks_finding" U0
WHERE (U0."state" = %s AND U0."task_id" = ("tasks_task"."id"))
LIMIT 1) AS "to_mend", "bureau_department".…, "cases_case".…, "parties_party".…
FROM "tasks_task"
INNER JOIN "cases_case" ON ("tasks_task"."case_id" = "cases_case"."id")
INNER JOIN "bureau_department" ON ("tasks_task"."lead_id" = "bureau_department"."id")
INNER JOIN "parties_party" ON ("tasks_task"."party_id" = "parties_party"."id")
WHERE "tasks_task"."case_id" = %s
ORDER BY "tasks_task"."id" DESC
LIMIT 51

-- 15
SELECT "hall_ticketitem"."id", "hall_ticketitem"."ticket_id", "hall_ticketitem"."place", "hall_ticketitem"."item_id",
    "hall_ticketitem"."case", "hall_ticket".…, "hall_line"."id", "hall_line"."site_id", "hall_line"."letter",
    "hall_line"."name", "hall_line"."minutes", "hall_line"."active", "hall_site".…, "hall_window".…
FROM "hall_ticketitem"
INNER JOIN "hall_ticket" ON ("hall_ticketitem"."ticket_id" = "hall_ticket"."id")
INNER JOIN "hall_line" ON ("hall_ticket"."line_id" = "hall_line"."id")
INNER JOIN "hall_site" ON ("hall_line"."site_id" = "hall_site"."id")
LEFT OUTER JOIN "hall_window" ON ("hall_ticket"."window_id" = "hall_window"."id")
WHERE "hall_ticketitem"."case" = %s
ORDER BY "hall_ticket"."arrived" ASC, "hall_ticketitem"."id" ASC

-- 16
SELECT "archives_archive".…
FROM "archives_archive"
INNER JOIN "cases_case" ON ("archives_archive"."case_id" = "cases_case"."id")
WHERE "cases_case"."number" = %s

-- 17
SELECT "cases_case".…
FROM "cases_case"
WHERE "cases_case"."number" = %s
