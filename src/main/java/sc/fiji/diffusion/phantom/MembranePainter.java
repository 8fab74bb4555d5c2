// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/**
 * Cell outlines: the walls of a Voronoi tessellation of jittered sites, bent by a smooth warp.
 * Dense is a confluent sheet, sparse are islands of a few cells.
 */
final class MembranePainter implements Painter {

    @Override
    public void paint(Scene scene) {
        Dice dice = scene.dice;
        double pitch = scene.spec.size().pick(13, 21, 34) * dice.factor(0.06);
        Cells cells = new Cells(scene, pitch);
        double width = 0.75 + 0.012 * pitch;
        SmoothField warpX = new SmoothField(dice, 0.6 * pitch);
        SmoothField warpY = new SmoothField(dice, 0.6 * pitch);
        SmoothField patches = new SmoothField(dice, 9);
        double bend = 0.13 * pitch;
        for (int row = 0; row < scene.height; row++) {
            for (int column = 0; column < scene.width; column++) {
                double x = column + 0.5 + bend * warpX.at(column, row);
                double y = row + 0.5 + bend * warpY.at(column, row);
                cells.look(x, y);
                if (!cells.any()) continue;
                int index = row * scene.width + column;
                double gap = cells.wallDistance();
                double wall = Profile.bell(gap * gap, width);
                double light = cells.wallBrightness() * (1 + 0.3 * patches.at(column, row));
                scene.signal[index] = (float) Math.max(wall * light, cells.plasm());
                if (cells.inside()) scene.labels[index] = cells.label();
            }
        }
    }
}
