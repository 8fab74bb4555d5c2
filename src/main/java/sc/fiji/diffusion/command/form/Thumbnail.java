// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.Icon;

/**
 * The picture of a model in a list: the file {@code thumbnail.png} in its folder, or {@code
 * NAME.preview.png} or {@code NAME.png} beside its file, as model sites and other programs have it.
 *
 * @param picture null for an empty square
 */
record Thumbnail(BufferedImage picture) implements Icon {

    /** No picture. */
    static final Thumbnail EMPTY = new Thumbnail(null);

    private static final int SIDE_PX = 32;
    private static final String IN_FOLDER = "thumbnail.png";
    private static final List<String> BESIDE_FILE = List.of(".preview.png", ".png");

    /** The picture of the model at a path; empty if it has none that can be read. */
    static Thumbnail ofModel(Path model) {
        return places(model)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> read(file.toFile()))
                .orElse(EMPTY);
    }

    private static Stream<Path> places(Path model) {
        if (Files.isDirectory(model)) return Stream.of(model.resolve(IN_FOLDER));
        String name = model.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        return BESIDE_FILE.stream().map(ending -> model.resolveSibling(name + ending));
    }

    private static Thumbnail read(File file) {
        try {
            return new Thumbnail(ImageIO.read(file)); // null for a file that is no picture
        } catch (IOException e) {
            return EMPTY; // only a picture is missed
        }
    }

    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
        if (picture == null) return;
        Graphics2D fine = (Graphics2D) g.create();
        fine.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        fine.drawImage(picture, x, y, SIDE_PX, SIDE_PX, null);
        fine.dispose();
    }

    @Override
    public int getIconWidth() {
        return SIDE_PX;
    }

    @Override
    public int getIconHeight() {
        return SIDE_PX;
    }
}
