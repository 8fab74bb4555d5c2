#!/usr/bin/env bash
# ImageJ 1.54p: a rectangle or oval whose left edge lies beyond -5000 comes back from its own file format
# elsewhere (modulo 65536), a polygon or composite at the same place does not. Needs a JDK 17 and Maven.
set -euo pipefail
cd "$(mktemp -d)"
mvn -q dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=. >/dev/null
cat > Far.java <<'JAVA'
import ij.gui.*;
import ij.io.*;

public class Far {
    static int again(Roi roi) throws Exception {
        return RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(roi)).getBounds().x;
    }

    public static void main(String[] args) throws Exception {
        for (int x : new int[] {-5000, -5001, -40000}) {
            float[] xs = {x, x + 20, x + 20};
            float[] ys = {10, 10, 40};
            System.out.println(
                    x
                            + ": rectangle " + again(new Roi(x, 10, 20, 30))
                            + ", oval " + again(new OvalRoi(x, 10, 20, 30))
                            + ", polygon " + again(new PolygonRoi(xs, ys, 3, Roi.POLYGON))
                            + ", composite " + again(new ShapeRoi(new Roi(x, 10, 20, 30))));
        }
    }
}
JAVA
java -Djava.awt.headless=true -cp ij-1.54p.jar Far.java | tee seen
diff seen - <<'SEEN'
-5000: rectangle -5000, oval -5000, polygon -5000, composite -5000
-5001: rectangle 60535, oval 60535, polygon -5001, composite -5001
-40000: rectangle 25536, oval 25536, polygon -40000, composite -40000
SEEN
echo "as described"
