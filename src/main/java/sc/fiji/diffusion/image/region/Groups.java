// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which selections of a plane are repainted in one go. What touches belongs together, so
 * that no seam runs between; what is close enough to be seen at the model's own size shares a crop;
 * the far apart pieces of one selection get crops of their own.
 */
public final class Groups {

    private final int contextPx;
    private final int side;
    private final List<List<Selection>> groups = new ArrayList<>();
    private final List<Rectangle> boxes = new ArrayList<>();

    private Groups(int contextPx, int side) {
        this.contextPx = contextPx;
        this.side = side;
    }

    /**
     * Groups the parts of a selection.
     *
     * @param selection all that is selected in a plane
     * @param contextPx surroundings that the model sees on each side
     * @param side the model's size in pixels
     * @return selections without a pixel in common, in the order of their first parts
     */
    public static List<Selection> of(Selection selection, int contextPx, int side) {
        Groups groups = new Groups(contextPx, side);
        selection.parts().forEach(groups::add);
        return groups.groups.stream().map(Selection::union).toList();
    }

    private void add(Selection part) {
        for (int i = 0; i < groups.size(); i++) {
            Rectangle both = boxes.get(i).union(part.bounds());
            if (Math.max(both.width, both.height) + 2 * contextPx > side) continue;
            groups.get(i).add(part);
            boxes.set(i, both);
            return;
        }
        groups.add(new ArrayList<>(List.of(part)));
        boxes.add(part.bounds());
    }
}
