#!/usr/bin/env bash
# date-fns 4.4.0 (npm): from 31 January to 30 April are two months, from 31 March to 30 April is one, and from 31 January to 28
# February is one.
#
# Expected: a month after 31 January is 28 February, and three months after it 30 April, as addMonths() of the package has it, so
#   differenceInMonths() says 1 and 3, as do dayjs 1.11.23 and luxon 3.7.2. Or it is not full on 28 February either. Backwards it is
#   the same number below 0. intervalToDuration() has no days below 0.
# Instead: the end of a shorter month counts as full after one month, and in February always, and elsewhere not. Backwards
#   one month is none. Of 31 January and 28 February 2028 it is a month less a day. The example of the documentation is
#   31 January to 1 September.
# Output seen, of 31 January: 02-28 1, 03-31 2, 04-30 2, 05-31 4, 06-30 4, dayjs and luxon 1 2 3 4 5; 31 March to 30 April 1, back 0;
#   2028-01-31 to 2028-02-28 months 1 days -1.
# Since: seen on 2026-11-30.
# For cohorts: looks on the last day of each month are the rule, and the age of who came on the 31st goes 1, 2, 2, 4, 4: month 3 has nobody
#   of them, and month 2 them twice. Count differenceInCalendarMonths() of first days.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund date-fns@4.4.0 dayjs@1.11.23 luxon@3.7.2
cat > run.mjs <<'JS'
import { addMonths, differenceInMonths, format, intervalToDuration, parseISO } from "date-fns";
import dayjs from "dayjs";
import { DateTime } from "luxon";
const from = "2026-01-31";
const looks = ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"];
const months = (later, earlier) => differenceInMonths(parseISO(later), parseISO(earlier));
console.log(`${looks.map((look) => `${look.slice(5)} ${months(look, from)}`).join(", ")}`);
console.log(`dayjs ${looks.map((look) => dayjs(look).diff(from, "month")).join(" ")}`);
console.log(`luxon ${looks.map((look) => DateTime.fromISO(look).diff(DateTime.fromISO(from), "months").months).join(" ")}`);
console.log(`three months later ${format(addMonths(parseISO(from), 3), "MM-dd")}`);
console.log(`31 March to 30 April ${months("2026-04-30", "2026-03-31")}, back ${months("2026-03-31", "2026-04-30")}`);
console.log(JSON.stringify(intervalToDuration({ start: parseISO("2028-01-31"), end: parseISO("2028-02-28") })));
JS
seen=$(TZ=UTC node run.mjs)
echo "$seen"
[ "$seen" = '02-28 1, 03-31 2, 04-30 2, 05-31 4, 06-30 4
dayjs 1 2 3 4 5
luxon 1 2 3 4 5
three months later 04-30
31 March to 30 April 1, back 0
{"months":1,"days":-1}' ] ||
  { echo "changed: date-fns counts other months"; exit 1; }
