-- 1
SELECT "cases_case".…, COALESCE((SELECT SUM(U0."version") AS "total"
FROM "bureau_calendaryear" U0), %s) AS "stamp", "catalogue_item"."id", "catalogue_item"."code",
    "bureau_department"."id", "bureau_department"."credit_code", "bureau_department"."name", "parties_party"."id",
    "parties_party"."kind", "parties_party"."name"
FROM "cases_case"
INNER JOIN "catalogue_item" ON ("cases_case"."item_id" = "catalogue_item"."id")
INNER JOIN "bureau_department" ON ("cases_case"."department_id" = "bureau_department"."id")
INNER JOIN "parties_party" ON ("cases_case"."party_id" = "parties_party"."id")
WHERE "cases_case"."number" = %s
FOR UPDATE OF "cases_case"

-- 2
SELECT "cases_casematerial"."id", "cases_casematerial"."case_id", "cases_casematerial"."code",
    "cases_casematerial"."name", "cases_casematerial"."order", "cases_casematerial"."get_type",
    "cases_casematerial"."status", "cases_casematerial"."note"
FROM "cases_casematerial"
WHERE "cases_casematerial"."case_id" = %s
ORDER BY "cases_casematerial"."order" ASC

-- 3
SELECT "vault_licencetypeitem"."id", "vault_licencetypeitem"."type_id", "vault_licencetypeitem"."item",
    "vault_licencetypeitem"."act", "vault_licencetype"."id", "vault_licencetype"."code", "vault_licencetype"."name",
    "vault_licencetype"."material", "vault_licencetype"."version", "vault_licencetype"."active"
FROM "vault_licencetypeitem"
INNER JOIN "vault_licencetype" ON ("vault_licencetypeitem"."type_id" = "vault_licencetype"."id")
WHERE "vault_licencetypeitem"."item" = %s
ORDER BY "vault_licencetypeitem"."id" ASC

-- 4
SELECT "cases_casefile"."id", "cases_casefile"."material_id", "cases_casefile"."stored_id",
    "cases_casematerial"."id", "cases_casematerial"."code", "vault_storedfile"."id", "vault_storedfile"."digest"
FROM "cases_casefile"
INNER JOIN "cases_casematerial" ON ("cases_casefile"."material_id" = "cases_casematerial"."id")
INNER JOIN "vault_storedfile" ON ("cases_casefile"."stored_id" = "vault_storedfile"."id")
WHERE ("cases_casematerial"."case_id" = %s AND "cases_casefile"."removed_at" IS NULL)
ORDER BY "cases_casefile"."id" ASC

-- 5
INSERT INTO "trail_event" (…)
VALUES (%s, …)
RETURNING "id"

-- 6
UPDATE "cases_case"
SET "state" = %s, "rev" = %s, "head_hash" = %s, "head_at" = %s, "desk" = %s, "submitted_at" = %s,
    "materials_in_at" = %s, "legal_due" = %s, "promise_due" = %s, "due_at" = %s, "next_alarm_at" = %s
WHERE "id" = %s
