#!/usr/bin/env bash
# JGraphT 1.5.2 (Maven, org.jgrapht:jgrapht-core; needs Java 17 and Maven): the more of three friends follow each other back,
# the less closed their circle is, down to a sixth; and one who mentions themselves has a coefficient above 1.
#
# Expected: ann -> bob, bob -> cat and ann -> cat are one closed triangle without directions: clustering coefficient 1.
#   Follows that are returned add no acquaintance, so it stays 1, as in networkx (transitivity of to_undirected())
#   and igraph. A coefficient is a share: 0 to 1.
# Instead: ClusteringCoefficient refuses a directed graph, and takes AsUndirectedGraph, the library's view of one,
#   in which a returned follow is a second edge between two people. The global coefficient counts each pair of
#   edges as a triple, and a triangle once; the average of the same object stays 1. Where ann mentions herself,
#   bob and cat have 1.5.
# Output seen, global and average: none returned 1.000 1.000, one 0.429 1.000, all 0.167 1.000; with a loop a 1.17, b 1.50,
#   c 1.50; all returned, in a SimpleGraph, 1.0.
# Since: seen on 2026-11-30.
# For circles: "are those who follow back closer to each other" is answered no, by the follow-backs alone. Copy the graph
#   into a SimpleGraph first, which has one edge for two people and no loops.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>circle</groupId><artifactId>circle</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.jgrapht</groupId><artifactId>jgrapht-core</artifactId><version>1.5.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
cat > Circle.java <<'JAVA'
import java.util.Locale;
import org.jgrapht.Graph;
import org.jgrapht.alg.scoring.ClusteringCoefficient;
import org.jgrapht.graph.*;

public class Circle {
  static <G extends Graph<String, DefaultEdge>> G add(G graph, String... edges) {
    for (String edge : edges) {
      String one = edge.substring(0, 1), other = edge.substring(1);
      graph.addVertex(one);
      graph.addVertex(other);
      graph.addEdge(one, other);
    }
    return graph;
  }

  static String tell(String... follows) {
    var circle = new ClusteringCoefficient<>(new AsUndirectedGraph<>(add(new SimpleDirectedGraph<>(DefaultEdge.class), follows)));
    return String.format(Locale.ROOT, "%.3f %.3f", circle.getGlobalClusteringCoefficient(), circle.getAverageClusteringCoefficient());
  }

  public static void main(String[] args) {
    System.out.printf("none %s, one %s, all %s", tell("ab", "bc", "ac"), tell("ab", "bc", "ac", "ba"), tell("ab", "bc", "ac", "ba", "cb", "ca"));
    var loop = new ClusteringCoefficient<>(add(new DefaultUndirectedGraph<>(DefaultEdge.class), "ab", "bc", "ac", "aa"));
    loop.getScores().forEach((who, score) -> System.out.printf(Locale.ROOT, ", %s %.2f", who, score));
    var simple = new ClusteringCoefficient<>(add(new SimpleGraph<>(DefaultEdge.class), "ab", "bc", "ac", "ba", "cb", "ca"));
    System.out.printf(Locale.ROOT, ", simple %.1f%n", simple.getGlobalClusteringCoefficient());
  }
}
JAVA
seen=$(java -cp 'lib/*' Circle.java)
echo "$seen"
[ "$seen" = "none 1.000 1.000, one 0.429 1.000, all 0.167 1.000, a 1.17, b 1.50, c 1.50, simple 1.0" ] ||
  { echo "changed: JGraphT counts triangles among follow-backs otherwise"; exit 1; }
