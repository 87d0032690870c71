#!/usr/bin/env bash
# JUNG 2.1.1 (Maven, net.sf.jung:jung-algorithms; needs Java 17 and Maven): who is tied to others by follows in one direction has a constraint
# of 0, below all others, and who follows back has more contacts that count than contacts.
#
# Expected: Burt's constraint of fay, who has eve for her only contact, is 1: all that she puts into contacts goes there. Of eve, whose two contacts do
#   not know each other, it is 2 * 0.5^2 = 0.5, and her effective size is 2; of ann, with three, two of whom know each other, 3 - 2/3 = 2.333. Ties
#   are taken for both directions together (p is of z_ij + z_ji), so one follow, one back, or a tie without direction is all one, as in
#   networkx 3.6.1, which has these numbers for all three.
# Instead: constraint() asks for people who are followed and follow, and leaves out others without a word; effectiveSize() begins with the number
#   of follows in either direction, so that three contacts are up to 5.3. The documentation says "degree" of the one, and nothing of the other.
# Output seen, constraint and effective size of ann, eve and fay: one way 0.000 2.333, 0.000 2.000, 0.000 1.000; both ways 0.611 5.333, 0.500 4.000,
#   1.000 2.000; ties 0.611 2.333, 0.500 2.000, 1.000 1.000.
# Since: seen on 2026-11-30.
# For circles: people who stand between groups are looked for by a low constraint: those without a follow-back are all first, and each
#   follow-back puts one further down. Take an UndirectedSparseGraph.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>holes</groupId><artifactId>holes</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>net.sf.jung</groupId><artifactId>jung-algorithms</artifactId><version>2.1.1</version></dependency>
    <dependency><groupId>net.sf.jung</groupId><artifactId>jung-graph-impl</artifactId><version>2.1.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
cat > Holes.java <<'JAVA'
import edu.uci.ics.jung.algorithms.metrics.StructuralHoles;
import edu.uci.ics.jung.graph.DirectedSparseGraph;
import edu.uci.ics.jung.graph.Graph;
import edu.uci.ics.jung.graph.UndirectedSparseGraph;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public class Holes {
  static String tell(String name, Graph<String, String> graph, boolean back) {
    for (var tie : "eve ann,ann bob,ann cat,bob cat,fay eve".split(",")) {
      var pair = tie.split(" ");
      graph.addEdge(tie, pair[0], pair[1]);
      if (back) graph.addEdge(tie + " back", pair[1], pair[0]);
    }
    var holes = new StructuralHoles<String, String>(graph, tie -> 1);
    return name + Stream.of("ann", "eve", "fay").map(who -> " %.3f %.3f".formatted(holes.constraint(who), holes.effectiveSize(who)))
        .collect(Collectors.joining(","));
  }

  public static void main(String[] args) {
    System.out.println(String.join("; ", tell("one way", new DirectedSparseGraph<>(), false), tell("both ways", new DirectedSparseGraph<>(), true),
        tell("ties", new UndirectedSparseGraph<>(), false)));
  }
}
JAVA
seen=$(java -cp "lib/*" Holes.java 2> errors) || { cat errors; exit 1; }
echo "$seen"
[ "$seen" = "one way 0.000 2.333, 0.000 2.000, 0.000 1.000; both ways 0.611 5.333, 0.500 4.000, 1.000 2.000; \
ties 0.611 2.333, 0.500 2.000, 1.000 1.000" ] || { echo "changed: JUNG counts contacts otherwise"; exit 1; }
