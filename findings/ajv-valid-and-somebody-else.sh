#!/usr/bin/env bash
# ajv 8.20.0 (npm) with coerceTypes, as Fastify has it and as CSV needs it: a list of followers is valid, and of other people.
#
# Expected: "1890000000000000001" under type: integer is no integer that JavaScript has, so the row is not valid, as joi 18.3.2 has it ("must be a safe
#   number"); a cell with a blank is none either.
# Instead: the text is made a number by +, rounded, and put into the row, which is valid. Two ids are one. A blank becomes 0; so does null, which
#   the table of coercion names, and that of rounding does not. No error, no warning.
# Output seen: valid true, ids 2 before, 1 after 1890000000000000000; reach of " " 0, of null 0, of 1.2M not valid, of empty not valid; joi refuses
#   true.
# Since: seen on 2026-11-30.
# For followers: a check that is to keep a list clean changes it: neighbouring ids are one, and unknown counts are 0 and lower the mean. Write type:
#   string with a pattern for ids, and type: ["integer", "null"] for counts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund ajv@8.20.0 joi@18.3.2
cat > run.cjs <<'JS'
const Ajv = require("ajv").default;
const Joi = require("joi");
const ids = ["1890000000000000001", "1890000000000000002"];
const people = ids.map((id) => ({ id }));
const check = (properties) => new Ajv({ coerceTypes: true }).compile({ type: "object", properties });
const person = check({ id: { type: "integer" } });
const valid = people.every((row) => person(row));
const counts = check({ reach: { type: "integer" } });
const reach = (cell) => {
  const row = { reach: cell };
  return counts(row) ? row.reach : "not valid";
};
const after = [...new Set(people.map(({ id }) => id))];
console.log(
  `valid ${valid}, ids ${ids.length} before, ${after.length} after ${after}; reach of " " ${reach(" ")}, of null ${reach(null)}, of 1.2M ${reach("1.2M")}, ` +
    `of empty ${reach("")}; joi refuses ${Joi.number().validate(ids[0]).error !== undefined}`,
);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = 'valid true, ids 2 before, 1 after 1890000000000000000; reach of " " 0, of null 0, of 1.2M not valid, of empty not valid; joi refuses true' ] ||
  { echo "changed: ajv coerces otherwise"; exit 1; }
