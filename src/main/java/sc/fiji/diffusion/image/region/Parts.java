// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Takes a selection apart into pieces that do not touch, by filling one after the other. */
final class Parts {

    private final Selection selection;
    private final Rectangle bounds;
    private final int[] labels;

    Parts(Selection selection) {
        this.selection = selection;
        this.bounds = selection.bounds();
        this.labels = new int[bounds.width * bounds.height];
    }

    /** The pieces in the order of their first pixels. */
    List<Selection> find() {
        List<Rectangle> boxes = new ArrayList<>();
        selection.forEach(
                (x, y) -> {
                    if (labels[index(x, y)] == 0) boxes.add(fill(x, y, boxes.size() + 1));
                });
        if (boxes.size() == 1) return List.of(selection);
        List<Selection> parts = new ArrayList<>();
        for (Rectangle box : boxes) {
            int label = parts.size() + 1;
            Selection.of(selection.image(), box, (x, y) -> labels[index(x, y)] == label)
                    .ifPresent(parts::add);
        }
        return parts;
    }

    /** Labels the piece that a pixel belongs to, and gives its bounds. */
    private Rectangle fill(int startX, int startY, int label) {
        Rectangle box = new Rectangle(startX, startY, 1, 1);
        ArrayDeque<Integer> open = new ArrayDeque<>();
        push(startX, startY, label, open);
        while (!open.isEmpty()) {
            int at = open.pop();
            int x = bounds.x + at % bounds.width;
            int y = bounds.y + at / bounds.width;
            box.add(new Rectangle(x, y, 1, 1));
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) push(x + dx, y + dy, label, open);
            }
        }
        return box;
    }

    private void push(int x, int y, int label, ArrayDeque<Integer> open) {
        if (!selection.contains(x, y) || labels[index(x, y)] != 0) return;
        labels[index(x, y)] = label;
        open.push(index(x, y));
    }

    private int index(int x, int y) {
        return (y - bounds.y) * bounds.width + x - bounds.x;
    }
}
