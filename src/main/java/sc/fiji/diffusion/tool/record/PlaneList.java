// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import java.util.AbstractList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Numbers of planes, read from a text such as {@code 1-40, 42}. A range takes the same room however
 * long it is.
 */
final class PlaneList extends AbstractList<Integer> {

    /** The first number of each range by its place in the list. */
    private final NavigableMap<Integer, Integer> ranges = new TreeMap<>();

    private int size;

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
        PlaneList planes = new PlaneList();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            planes.add(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        }
        return planes;
    }

    private void add(int first, int last) {
        if (first < 1 || last < first || last - first >= Integer.MAX_VALUE - size) {
            throw new IllegalArgumentException("planes " + first + " to " + last);
        }
        ranges.put(size, first);
        size += last - first + 1;
    }

    @Override
    public Integer get(int index) {
        var range = ranges.floorEntry(Objects.checkIndex(index, size));
        return range.getValue() + index - range.getKey();
    }

    @Override
    public int size() {
        return size;
    }
}
