#!/usr/bin/env bash
# twitter4j 4.1.2 (Maven, org.twitter4j:twitter4j-core; needs Java 17 and Maven): a sorted list of users is in no order, a sorted set does not find
# some who are in it, and of two it may keep one.
#
# Expected: User is Comparable, by id, as equals() and hashCode() go by it: a TreeSet of users holds each once and finds each, and Collections.sort()
#   puts them in the order of ids, which is that of making.
# Instead: compareTo() cuts the difference of two ids to 32 bits. Those of new accounts differ by more from each other: the sign is that
#   of whatever bits are left, and ids that differ by a multiple of 2^32 are the same. Posts are compared rightly. No error.
# Output seen: neighbours in wrong order 509 of 999, first by id is the 187th, not found in their own set 1, all removed one by one, left
#   5; of two 2^32 apart 1.
# Since: seen on 2026-11-30.
# For followers: the hundred newest accounts are any hundred, and who is taken off a sorted set of followers as they are seen again may stay
#   in it, among those who left. Use a HashSet, or Comparator.comparingLong(User::getId).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>people</groupId><artifactId>people</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.twitter4j</groupId><artifactId>twitter4j-core</artifactId><version>4.1.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
cat > People.java <<'JAVA'
import java.util.*;
import java.util.stream.*;
import twitter4j.TwitterObjectFactory;
import twitter4j.v1.User;

public class People {
  static User user(long id) {
    try {
      return TwitterObjectFactory.createUser("{\"id\":" + id + ",\"name\":\"x\",\"screen_name\":\"x\"}");
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    }
  }

  public static void main(String[] args) {
    Random chance = new Random(1);
    List<User> people = LongStream.range(0, 1000).mapToObj(at -> user(chance.nextLong(1_000_000_000_000_000_000L, 1_900_000_000_000_000_000L)))
        .collect(Collectors.toList()); // ids of 2018 to 2025, as they come in a list
    TreeSet<User> sorted = new TreeSet<>(people);
    long lost = people.stream().filter(person -> !sorted.contains(person)).count();
    List<User> list = new ArrayList<>(sorted);
    int wrong = 0;
    for (int at = 1; at < list.size(); at++) if (list.get(at - 1).getId() > list.get(at).getId()) wrong++;
    long place = people.stream().filter(person -> person.getId() < sorted.first().getId()).count() + 1;
    TreeSet<User> gone = new TreeSet<>(people);
    Collections.shuffle(people, chance);
    for (User person : people) gone.remove(person);
    long first = 1890000000000000000L;
    System.out.printf("neighbours in wrong order %d of 999, first by id is the %dth, not found in their own set %d, all removed one by one, left %d; "
        + "of two 2^32 apart %d%n", wrong, place, lost, gone.size(), new TreeSet<>(List.of(user(first), user(first + (1L << 32)))).size());
  }
}
JAVA
seen=$(java -cp 'lib/*' People.java)
echo "$seen"
[ "$seen" = "neighbours in wrong order 509 of 999, first by id is the 187th, not found in their own set 1, all removed one by one, left 5; of two 2^32 apart 1" ] ||
  { echo "changed: twitter4j compares users otherwise"; exit 1; }
