#!/usr/bin/env bash
# JGraphT 1.5.3 and GraphStream 2.0 (Maven, org.jgrapht:jgrapht-core and org.graphstream:gs-algo; needs Java 17 and Maven): the brand whom
# five people know, who do not know each other, is as central as each of them by eigenvector centrality.
#
# Expected: whoever knows central people is central: by hand brand is the root of 5 times as central as ann, 0.707 and 0.316 scaled to a length
#   of 1, as networkx 3.6.1 has it; or the loop says that it did not converge, as graphology's does of networks that it cannot do.
# Instead: each step gives everybody the sum of those they know: 5 and 1, then 5 and 5, and so on for ever. It stops after the steps allowed,
#   100 by default in both, and returns what it has: all alike after an even number, five to one after an odd one. No warning. Once two of
#   the people know each other it converges.
# Output seen, brand and ann: by default 0.408 0.408 and 0.408 0.408; after 101 steps 0.913 0.183 and 0.913 0.183; with a tie of ann and bob
#   JGraphT 0.653 0.431.
# Since: seen on 2026-11-30.
# For circles: a brand and its followers, or people and the tags that they use, are just such networks (their ties lead from one side to the other):
#   everybody is equally central. Take PageRank, or count the steps with one more and compare.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>central</groupId><artifactId>central</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.jgrapht</groupId><artifactId>jgrapht-core</artifactId><version>1.5.3</version></dependency>
    <dependency><groupId>org.graphstream</groupId><artifactId>gs-core</artifactId><version>2.0</version></dependency>
    <dependency><groupId>org.graphstream</groupId><artifactId>gs-algo</artifactId><version>2.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory=lib > /dev/null
cat > Central.java <<'JAVA'
import java.util.List;
import org.graphstream.algorithm.measure.AbstractCentrality.NormalizationMode;
import org.graphstream.graph.implementations.SingleGraph;
import org.jgrapht.alg.scoring.EigenvectorCentrality;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

public class Central {
  static SimpleGraph<String, DefaultEdge> ties = new SimpleGraph<>(DefaultEdge.class);
  static SingleGraph stream = new SingleGraph("ties");

  static String write(double brand, double ann) {
    return "%.3f %.3f".formatted(brand, ann);
  }

  static String jgrapht(EigenvectorCentrality<String, DefaultEdge> scores) {
    return write(scores.getVertexScore("brand"), scores.getVertexScore("ann"));
  }

  static String graphstream(org.graphstream.algorithm.measure.EigenvectorCentrality scores, String name) {
    scores.init(stream);
    scores.compute();
    return write(stream.getNode("brand").getNumber(name), stream.getNode("ann").getNumber(name));
  }

  public static void main(String[] args) {
    ties.addVertex("brand");
    stream.addNode("brand");
    for (var person : List.of("ann", "bob", "cat", "dan", "eve")) {
      ties.addVertex(person);
      ties.addEdge("brand", person);
      stream.addNode(person);
      stream.addEdge(person, "brand", person);
    }
    var odd = new org.graphstream.algorithm.measure.EigenvectorCentrality("odd", NormalizationMode.NONE, 101, "weight");
    System.out.printf("default %s, %s; 101 steps %s, %s; ", jgrapht(new EigenvectorCentrality<>(ties)),
        graphstream(new org.graphstream.algorithm.measure.EigenvectorCentrality(), "eigenvector"), jgrapht(new EigenvectorCentrality<>(ties, 101)),
        graphstream(odd, "odd"));
    ties.addEdge("ann", "bob");
    System.out.printf("with a tie %s%n", jgrapht(new EigenvectorCentrality<>(ties)));
  }
}
JAVA
seen=$(java -cp "lib/*" Central.java 2> errors) || { cat errors; exit 1; }
echo "$seen"
[ "$seen" = "default 0.408 0.408, 0.408 0.408; 101 steps 0.913 0.183, 0.913 0.183; with a tie 0.653 0.431" ] ||
  { echo "changed: eigenvector centrality is another one"; exit 1; }
