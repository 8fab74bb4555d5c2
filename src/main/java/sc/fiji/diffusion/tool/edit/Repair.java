// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.Undo;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.diffusion.image.RoiPosition;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * The selected pixels that a run has made, apart from the image: they can be looked at within an
 * image of the same kind, written into it, and taken out again.
 *
 * <pre>{@code
 * Repair repair = Repair.of(result);
 * if (repair.obstacle(image).isEmpty()) repair.applyTo(image);
 * }</pre>
 */
public final class Repair {

    private static final String TARGET = "target";

    private final int[] dimensions;
    private final int type;
    private final List<Piece> pieces = new ArrayList<>();
    private final Provenance record;

    /**
     * What was made in one plane.
     *
     * @param slice the plane's number in the stack, from 1
     * @param selection which pixels
     * @param made as large as the selection's bounds
     */
    private record Piece(int slice, Selection selection, ImageProcessor made) {

        boolean isIn(Piece other) {
            boolean[] all = {slice == other.slice};
            selection.forEach((x, y) -> all[0] &= other.selection.contains(x, y));
            return all[0];
        }

        /** Writes the selected pixels into a plane, or into a part of it. */
        void paint(ImageProcessor plane, int left, int top) {
            Rectangle bounds = selection.bounds();
            selection.forEach(
                    (x, y) -> plane.set(x - left, y - top, made.get(x - bounds.x, y - bounds.y)));
        }
    }

    private Repair(ImagePlus result) {
        dimensions = result.getDimensions();
        type = result.getType();
        record = Records.last(result);
    }

    /**
     * Takes what the last run made out of its result.
     *
     * @param result a copy of the run's input but for the selections that its record names
     * @throws IllegalArgumentException if its record names none
     */
    public static Repair of(ImagePlus result) {
        Repair repair = new Repair(result);
        String selections = repair.record.settings().get(GeneratedPixels.SELECTIONS);
        if (selections == null) {
            throw new IllegalArgumentException(
                    "\"" + result.getTitle() + "\" is no image of which a part was made anew");
        }
        for (Roi roi : RoiText.decode(selections)) repair.take(roi, result);
        return repair;
    }

    private void take(Roi roi, ImagePlus result) {
        Selection selection = Selection.of(roi, result.getWidth(), result.getHeight());
        int[] wanted = RoiPosition.of(roi, result);
        for (int slice = 1; slice <= result.getStackSize(); slice++) {
            int[] position = result.convertIndexToPosition(slice);
            boolean meant = true;
            for (int i = 0; i < wanted.length; i++) {
                meant &= wanted[i] == 0 || wanted[i] == position[i];
            }
            if (meant) pieces.add(new Piece(slice, selection, cut(result, slice, selection)));
        }
    }

    private static ImageProcessor cut(ImagePlus image, int slice, Selection selection) {
        ImageProcessor plane = plane(image, slice);
        plane.setRoi(selection.bounds());
        ImageProcessor part = plane.crop();
        plane.resetRoi();
        return part;
    }

    /** The smallest rectangle around all that was made. */
    public Rectangle bounds() {
        Rectangle all = new Rectangle(-1, -1);
        for (Piece piece : pieces) all.add(piece.selection.bounds());
        return all;
    }

    /** What was done, as it is recorded in an image that this is applied to. */
    public Provenance record() {
        Map<String, String> settings = new LinkedHashMap<>(record.settings());
        settings.replace(TARGET, Target.IN_PLACE.label());
        return new Provenance(record.share(), record.software(), record.task(), settings);
    }

    /** Whether an image has the size and type of the one that this was made for. */
    public boolean fits(ImagePlus image) {
        return image.getProcessor() != null
                && Arrays.equals(image.getDimensions(), dimensions)
                && image.getType() == type;
    }

    /** Why this cannot be written into an image; empty if it can. */
    public Optional<String> obstacle(ImagePlus image) {
        String title = "\"" + image.getTitle() + "\"";
        if (!fits(image)) {
            return Optional.of(title + " is no longer of the size and type that this was made for");
        }
        if (image.getStack().isVirtual()) {
            return Optional.of(
                    title
                            + " is a virtual stack, which cannot be written to; make a copy in"
                            + " memory by Image > Duplicate first");
        }
        return image.isLocked() ? Optional.of(title + " is in use; try again") : Optional.empty();
    }

    /**
     * Writes a part of a plane as it would be with this applied.
     *
     * @param slice the plane's number in the stack, from 1
     * @param part the pixels of the plane from a place on
     * @param left the place
     * @param top likewise
     */
    public void showIn(int slice, ImageProcessor part, int left, int top) {
        for (Piece piece : pieces) {
            if (piece.slice == slice) piece.paint(part, left, top);
        }
    }

    /**
     * Writes into an image, and adds the record. {@code Edit > Undo} brings the pixels back if all
     * lie in the plane that is shown.
     *
     * @return what brings both back
     * @throws IllegalArgumentException if it does not fit, see {@link #obstacle}
     */
    public Applied applyTo(ImagePlus image) {
        obstacle(image)
                .ifPresent(
                        reason -> {
                            throw new IllegalArgumentException(reason);
                        });
        List<Piece> before = new ArrayList<>();
        for (Piece piece : pieces) {
            ImageProcessor old = cut(image, piece.slice, piece.selection);
            before.add(new Piece(piece.slice, piece.selection, old));
        }
        String info = Records.text(image);
        write(pieces, image);
        Records.add(image, record());
        return new Applied(image, before, info);
    }

    private static void write(List<Piece> pieces, ImagePlus image) {
        int shown = image.getCurrentSlice();
        boolean onShown = pieces.stream().allMatch(piece -> piece.slice == shown);
        Undo.reset();
        pieces.stream().mapToInt(Piece::slice).distinct().forEach(slice -> renew(image, slice));
        if (onShown) image.getProcessor().snapshot();
        for (Piece piece : pieces) piece.paint(plane(image, piece.slice), 0, 0);
        if (onShown) Undo.setup(Undo.FILTER, image);
        image.changes = true;
        image.updateAndDraw();
    }

    /** Gives a plane an array of its own: runs that began with the old one go on with it. */
    private static void renew(ImagePlus image, int slice) {
        ImageProcessor plane = plane(image, slice);
        Object own = plane.getPixelsCopy();
        plane.setPixels(own);
        image.getStack().setPixels(own, slice);
        int[] place = image.convertIndexToPosition(slice);
        boolean shown = place[1] == image.getZ() && place[2] == image.getT();
        if (!shown || !(image instanceof CompositeImage composite)) return;
        ImageProcessor channel = composite.getProcessor(place[0]);
        if (channel != null) channel.setPixels(own);
    }

    private static ImageProcessor plane(ImagePlus image, int slice) {
        boolean isShown = slice == image.getCurrentSlice();
        return isShown ? image.getProcessor() : image.getStack().getProcessor(slice);
    }

    /** A repair in an image, which can be taken back as long as nothing else was done to it. */
    public final class Applied {

        private final ImagePlus image;
        private final List<Piece> before;
        private final String info;
        private final String infoAfter;

        private Applied(ImagePlus image, List<Piece> before, String info) {
            this.image = image;
            this.before = before;
            this.info = info;
            this.infoAfter = Records.text(image);
        }

        /** The image. */
        public ImagePlus image() {
            return image;
        }

        /** Whether another repair is of the same pixels, or of these and more. */
        public boolean isWithin(Repair other) {
            return pieces.stream().allMatch(piece -> other.pieces.stream().anyMatch(piece::isIn));
        }

        /** Whether the image still has the pixels that were written, and the record of it. */
        public boolean isIntact() {
            return obstacle(image).isEmpty()
                    && Records.text(image).equals(infoAfter)
                    && isThere(pieces);
        }

        /** Whether ImageJ can undo it: all lies in one plane. */
        public boolean isInOnePlane() {
            return pieces.stream().mapToInt(Piece::slice).distinct().count() == 1;
        }

        /**
         * Lets the record follow the pixels, which {@code Edit > Undo} exchanges without it: it is
         * taken out with them, and comes back with them.
         */
        public void followUndo() {
            if (obstacle(image).isPresent()) return;
            String text = Records.text(image);
            if (text.equals(infoAfter)) {
                if (isThere(before) && !isThere(pieces)) setInfo(info);
            } else if (text.equals(info) && isThere(pieces) && !isThere(before)) {
                setInfo(infoAfter);
            }
        }

        private boolean isThere(List<Piece> wanted) {
            return wanted.stream().allMatch(this::isThere);
        }

        private boolean isThere(Piece piece) {
            ImageProcessor now = cut(image, piece.slice, piece.selection);
            Rectangle bounds = piece.selection.bounds();
            boolean[] same = {true};
            piece.selection.forEach(
                    (x, y) ->
                            same[0] &=
                                    now.get(x - bounds.x, y - bounds.y)
                                            == piece.made.get(x - bounds.x, y - bounds.y));
            return same[0];
        }

        /** Writes the pixels and the Info of before. */
        public void takeBack() {
            write(before, image);
            setInfo(info);
        }

        private void setInfo(String text) {
            if (text.isEmpty()) image.getProperties().remove(Records.PROPERTY);
            else image.setProperty(Records.PROPERTY, text);
        }
    }
}
