// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Numbers of planes as text, such as {@code 1-40, 42}. */
final class PlaneList {

    private PlaneList() {}

    static String format(List<Integer> planes) {
        StringJoiner text = new StringJoiner(", ");
        for (int i = 0; i < planes.size(); ) {
            int last = i;
            while (last + 1 < planes.size() && planes.get(last + 1) == planes.get(last) + 1) last++;
            text.add(planes.get(i) + (last > i ? "-" + planes.get(last) : ""));
            i = last + 1;
        }
        return text.toString();
    }

    /**
     * Reads what {@link #format} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static List<Integer> parse(String text) {
        List<Integer> planes = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] ends = part.strip().split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("planes " + part + " of \"" + text + "\"");
            }
            for (int plane = first; plane <= last; plane++) planes.add(plane);
        }
        return planes;
    }
}
