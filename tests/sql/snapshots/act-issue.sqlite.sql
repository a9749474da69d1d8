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

-- 2
SELECT "vault_licencetypeitem"."id", "vault_licencetypeitem"."type_id", "vault_licencetypeitem"."item",
    "vault_licencetypeitem"."act", "vault_licencetype"."id", "vault_licencetype"."code", "vault_licencetype"."name",
    "vault_licencetype"."material", "vault_licencetype"."version", "vault_licencetype"."active"
FROM "vault_licencetypeitem"
INNER JOIN "vault_licencetype" ON ("vault_licencetypeitem"."type_id" = "vault_licencetype"."id")
WHERE "vault_licencetypeitem"."item" = %s
ORDER BY "vault_licencetypeitem"."id" ASC

-- 3
INSERT INTO "cases_casedocument" (…)
VALUES (%s, …)
RETURNING "id"

-- 4
INSERT INTO "trail_event" (…)
VALUES (%s, …)
RETURNING "id"

-- 5
UPDATE "cases_case"
SET "state" = %s, "rev" = %s, "head_hash" = %s, "head_at" = %s, "issued_at" = %s, "delivery" = %s
WHERE "id" = %s
