// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Random;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tool.Info;

/**
 * Handwritten digits as this project draws them, to learn from: each with its own slant, turn,
 * size, width and thickness. Glyph k shows the digit k mod 10.
 *
 * @param count how many
 * @param side of each in pixels
 * @param seed the same gives the same glyphs
 */
public record Glyphs(int count, int side, long seed) {

    /** The pixels a side that the examples use. */
    public static final int SIDE = 28;

    /** Checks the ranges. */
    public Glyphs {
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("count must be between 1 and 100000, was " + count);
        }
        if (side < 8 || side > 256) {
            throw new IllegalArgumentException("side must be between 8 and 256, was " + side);
        }
    }

    /** The glyphs, white on black, as a stack whose slices are labelled by their digits. */
    public ImagePlus toImage() {
        ImageStack stack = new ImageStack(side, side);
        for (int k = 0; k < count; k++) stack.addSlice(Integer.toString(k % 10), draw(k));
        ImagePlus image = new ImagePlus("glyphs", stack);
        new Info()
                .put("count", count)
                .put("side", side)
                .put("seed", seed)
                .writeTo(image, AiShare.NOT, "Draw Glyphs");
        return image;
    }

    private ByteProcessor draw(int k) {
        Random random = new Random(seed * 1_000_003 + k);
        int digit = k % 10;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        double thickness = side * between(random, 0.07, 0.12);
        g.setStroke(
                new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int hand = random.nextInt(Strokes.hands(digit));
        g.draw(placement(random).createTransformedShape(Strokes.path(digit, hand)));
        g.dispose();
        byte[] pixels = new byte[side * side];
        image.getRaster().getDataElements(0, 0, side, side, pixels);
        return new ByteProcessor(side, side, pixels);
    }

    private AffineTransform placement(Random random) {
        AffineTransform t = new AffineTransform();
        t.translate(side * between(random, 0.46, 0.54), side * between(random, 0.46, 0.54));
        t.rotate(between(random, -0.15, 0.15));
        t.shear(between(random, -0.25, 0.1), 0);
        t.scale(side * between(random, 0.45, 0.62), side * between(random, 0.62, 0.72));
        t.translate(-0.5, -0.5);
        return t;
    }

    private static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
