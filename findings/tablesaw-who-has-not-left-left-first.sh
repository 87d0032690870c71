#!/usr/bin/env bash
# tablesaw 0.43.1 (Maven, tech.tablesaw:tablesaw-core; needs Java 17 and Maven): whoever has not left left before every day.
#
# Expected: a missing date is neither before nor after a day, as a missing number is neither less nor greater, here too, and as in
#   pandas, polars and SQL.
# Instead: isBefore() and isOnOrBefore() of a column of dates hold for each missing one, since inside it is the
#   smallest number; isAfter() does not. isMissing() and min() know that it is missing.
# Output seen: before June ann bob, on or before 1 June ann bob, after cy, missing bob, first 2026-05-01; numbers below 10: ann.
# Since: seen on 2026-11-30.
# For followers: the column of the day of leaving is empty for those who stay, and "left before" counts all of them as
#   gone. Add .and(column.isNotMissing()).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>left</groupId><artifactId>left</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>tech.tablesaw</groupId><artifactId>tablesaw-core</artifactId><version>0.43.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
printf 'name,left,posts\nann,2026-05-01,3\nbob,,\ncy,2026-08-01,70\n' > people.csv
cat > Left.java <<'JAVA'
import java.time.LocalDate;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

public class Left {
  static Table people = Table.read().csv("people.csv");

  static String names(Selection selection) {
    return String.join(" ", people.where(selection).stringColumn("name").asList());
  }

  public static void main(String[] args) {
    var left = people.dateColumn("left");
    var june = LocalDate.of(2026, 6, 1);
    System.out.printf("before June %s, on or before 1 June %s, after %s, missing %s, first %s; numbers below 10: %s%n", names(left.isBefore(june)),
        names(left.isOnOrBefore(june)), names(left.isAfter(june)), names(left.isMissing()), left.min(), names(people.intColumn("posts").isLessThan(10)));
  }
}
JAVA
seen=$(java -cp "lib/*" Left.java 2> errors) || { cat errors; exit 1; }
echo "$seen"
[ "$seen" = "before June ann bob, on or before 1 June ann bob, after cy, missing bob, first 2026-05-01; numbers below 10: ann" ] ||
  { echo "changed: tablesaw compares missing dates otherwise"; exit 1; }
