#!/usr/bin/env bash
# GraphStream 2.0 (Maven, org.graphstream:gs-algo; needs Java 17 and Maven): the two friends of Cat are twice friends, by a coefficient of 2, and three
# who all follow each other have a density of 2.
#
# Expected: the clustering coefficient of a person is the share of pairs of their friends who are friends, and the density that of follows which are
#   there, of all there can be: six for three people who have directions. Both are at most 1: follows ann -> bob -> cat and ann -> cat are a closed
#   triangle, 1 for each, of density 3/6; with all six 1 and 1.
# Instead: a follow and its follow-back are two ties, and two friends: between ann and bob there are two of one possible, so cat has 2; ann has bob
#   twice among three friends, and 0.67. Density divides by the pairs of people, whether there are directions or not. No error.
# Output seen, of ann, bob and cat, mean and density: none returned 1.00 1.00 1.00, 1.00, 1.00; bob follows back 0.67 0.67 2.00, 1.11, 1.33; all do
#   1.33 1.33 1.33, 1.33, 2.00.
# Since: seen on 2026-11-30.
# For circles: the more follow back, the denser and closer a circle is, beyond all there can be, and two circles differ by nothing else.
#   Add one tie for two people, and take a SingleGraph with edges that have no direction.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>closed</groupId><artifactId>closed</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.graphstream</groupId><artifactId>gs-core</artifactId><version>2.0</version></dependency>
    <dependency><groupId>org.graphstream</groupId><artifactId>gs-algo</artifactId><version>2.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
cat > Closed.java <<'JAVA'
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graphstream.algorithm.Toolkit;
import org.graphstream.graph.implementations.MultiGraph;

public class Closed {
  static String tell(String name, String follows) {
    var graph = new MultiGraph(name, false, true);
    for (var follow : follows.split(",")) graph.addEdge(follow, follow.split(" ")[0], follow.split(" ")[1], true);
    var people = Stream.of("ann", "bob", "cat").map(who -> "%.2f".formatted(Toolkit.clusteringCoefficient(graph.getNode(who))));
    return "%s %s, %.2f, %.2f".formatted(name, people.collect(Collectors.joining(" ")), Toolkit.averageClusteringCoefficient(graph),
        Toolkit.density(graph));
  }

  public static void main(String[] args) {
    var follows = "ann bob,bob cat,ann cat";
    System.out.println(String.join("; ", tell("none", follows), tell("bob", follows + ",bob ann"), tell("all", follows + ",bob ann,cat bob,cat ann")));
  }
}
JAVA
seen=$(java -cp "lib/*" Closed.java 2> errors) || { cat errors; exit 1; }
echo "$seen"
[ "$seen" = "none 1.00 1.00 1.00, 1.00, 1.00; bob 0.67 0.67 2.00, 1.11, 1.33; all 1.33 1.33 1.33, 1.33, 2.00" ] ||
  { echo "changed: GraphStream has other shares"; exit 1; }
