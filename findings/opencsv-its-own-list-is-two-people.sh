#!/usr/bin/env bash
# opencsv 5.12.0 (Maven, com.opencsv:opencsv; needs Java 17 and Maven): of four people whom it wrote it reads two, if two of them end what they
# say of themselves with a backslash; with one such, it fails.
#
# Expected: CSVReader reads what CSVWriter wrote, each by its defaults, and what DuckDB, spreadsheets and Python's csv write, in which a backslash is a
#   letter like others: four people.
# Instead: the reader takes \ before a quote for a sign that the field goes on, the writer writes it as it is. The field ends at the next such
#   quote, and whoever stands between is in it. Backslashes elsewhere in quotes are dropped. That the reader has an escape
#   character, and RFC4180Parser none, is documented; that the writer's is another one too. No error where their number is even.
# Output seen: read 2: ann 7, dan 1; with RFC4180Parser 4: ann 120, bob 5, cat 7, dan 1; of one such person CsvMalformedLineException.
# Since: seen on 2026-11-30.
# For followers: people are gone between two others whose texts end in a backslash, as a path does, and ann has the number of cat. Build the reader with
#   RFC4180ParserBuilder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>list</groupId><artifactId>list</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.opencsv</groupId><artifactId>opencsv</artifactId><version>5.12.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
cat > People.java <<'JAVA'
import com.opencsv.*;
import java.io.*;
import java.util.*;
import java.util.stream.*;

public class People {
  static String write(String[]... people) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVWriter writer = new CSVWriter(text)) {
      for (String[] person : people) writer.writeNext(person);
    }
    return text.toString();
  }

  static String tell(String csv, CSVReaderBuilder reader) {
    try {
      List<String[]> read = reader.build().readAll();
      return read.size() + ": " + read.stream().map(row -> row[0] + " " + row[row.length - 1]).collect(Collectors.joining(", "));
    } catch (Exception fault) {
      return fault.getClass().getSimpleName();
    }
  }

  public static void main(String[] args) throws Exception {
    String[] ann = {"ann", "maps C:\\", "120"}, bob = {"bob", "tea", "5"}, cat = {"cat", "trains \\", "7"}, dan = {"dan", "books", "1"};
    String list = write(ann, bob, cat, dan), one = write(ann, bob, dan);
    System.out.printf("read %s; with RFC4180Parser %s; of one such person %s%n", tell(list, new CSVReaderBuilder(new StringReader(list))),
        tell(list, new CSVReaderBuilder(new StringReader(list)).withCSVParser(new RFC4180ParserBuilder().build())),
        tell(one, new CSVReaderBuilder(new StringReader(one))));
  }
}
JAVA
seen=$(java -cp 'lib/*' People.java)
echo "$seen"
[ "$seen" = "read 2: ann 7, dan 1; with RFC4180Parser 4: ann 120, bob 5, cat 7, dan 1; of one such person CsvMalformedLineException" ] ||
  { echo "changed: opencsv reads its own lists otherwise"; exit 1; }
