#!/bin/sh
# Runs once, on an empty data folder: a database and a login for each service, none of which sees another's.
set -eu
create() {
  psql -v ON_ERROR_STOP=1 -v name="$1" -v password="$2" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}
create members "$MEMBERS_DATABASE_PASSWORD"
create procurement "$PROCUREMENT_DATABASE_PASSWORD"
create impact "$IMPACT_DATABASE_PASSWORD"
