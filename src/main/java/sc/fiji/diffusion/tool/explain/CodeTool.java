// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.SameSize;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.score.DdimInversion;
import sc.fiji.diffusion.score.OdeSolver;
import sc.fiji.diffusion.score.ReverseSampler;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.record.Recorded;

/**
 * Images to noise and back without chance: the probability flow (Song et al. 2021, section 4.3) or
 * the inversion of DDIM. A code is a 32-bit stack of about normal values, one slice per channel of
 * the data.
 *
 * @param spaces model and prompt
 * @param method one of {@link #METHODS}
 * @param steps of DDIM
 * @param rounds of DDIM's inversion, see {@link DdimInversion}
 * @param tolerance of the flow's solver
 */
public record CodeTool(Spaces spaces, String method, int steps, int rounds, double tolerance) {

    private static final String FLOW = "flow";
    private static final String TASK = "ODE Encode";

    /** The names of methods. */
    public static final List<String> METHODS = List.of(FLOW, "DDIM");

    /** Checks the values. */
    public CodeTool {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException(
                    "unknown method \"" + method + "\"; choose one of: flow, DDIM");
        }
        if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, was " + steps);
        new DdimInversion(steps, rounds);
        new OdeSolver(tolerance, tolerance);
    }

    /**
     * A code with what became of it.
     *
     * @param code the code
     * @param evaluations of the network on the way there
     * @param error of the data after the way back, relative to the data's norm; NaN if not asked
     */
    public record Encoded(ImagePlus code, int evaluations, double error) {}

    /**
     * Encodes the shown plane.
     *
     * @param check whether to go the way back too, and measure the error
     * @throws IOException if the model is unknown or damaged
     */
    public Encoded encode(ImagePlus input, boolean check, Progress progress) throws IOException {
        Plane plane = Plane.current(input);
        return spaces.with(
                space -> {
                    CodeWay way = way(space);
                    Tensor data = space.toData(plane.tensor());
                    Tensor code = way.encode(data, hook(space, progress));
                    int evaluations = way.evaluations();
                    double error = Double.NaN;
                    if (check) {
                        Tensor back = way.decode(code, hook(space, progress));
                        error = norm(back.minus(data)) / norm(data);
                    }
                    ImagePlus image = stack(code, input.getShortTitle() + "-code");
                    record(space, input, plane, evaluations, error, image);
                    return new Encoded(image, evaluations, error);
                });
    }

    private void record(
            Space space,
            ImagePlus input,
            Plane plane,
            int evaluations,
            double error,
            ImagePlus image)
            throws IOException {
        settings(space.info())
                .put("evaluations", evaluations)
                .put("round-trip error", String.format(Locale.ROOT, "%.3g", error))
                .put("image width", input.getWidth())
                .put("image height", input.getHeight())
                .put("display min", plane.range().min())
                .put("display max", plane.range().max())
                .put("prompt", spaces.prompt())
                .writeTo(image, AiShare.NOT, TASK);
    }

    private Info settings(Info info) {
        return info.put("method", method)
                .put("steps", steps)
                .put("rounds", rounds)
                .put("tolerance", tolerance);
    }

    /**
     * Decodes a code, or several on the way to a second one.
     *
     * @param second another code of the same size; null for none
     * @param frames images from the first code to the second one, both included
     * @throws IllegalArgumentException if a code does not fit the model
     * @throws IOException if the model is unknown or damaged
     */
    public ImagePlus decode(ImagePlus first, ImagePlus second, int frames, Progress progress)
            throws IOException {
        return spaces.with(
                space -> {
                    Tensor from = values(space, first);
                    Tensor to = second == null ? from : values(space, second);
                    if (second != null)
                        SameSize.require("two codes must be of one size", first, second);
                    CodeWay way = way(space);
                    Source source = Source.of(first);
                    Frames stack = new Frames(source.range());
                    int count = second == null ? 1 : frames;
                    for (int i = 0; i < count; i++) {
                        double share = count == 1 ? 0 : (double) i / (count - 1);
                        Tensor code = slerp(from, to, share);
                        Tensor image = space.toImage(way.decode(code, hook(space, progress)));
                        String label = String.format(Locale.ROOT, "%.3f", share);
                        stack.add(label, source.cut(image));
                        progress.step(i + 1, count, () -> image);
                    }
                    ImagePlus image = stack.toImage(first.getShortTitle() + "-decoded");
                    settings(space.info())
                            .put("frames", frames)
                            .put("prompt", spaces.prompt())
                            .writeTo(image, AiShare.WHOLLY, "ODE Decode");
                    return image;
                });
    }

    /**
     * Along the great circle, so that the code in the middle is as long as those at the ends
     * (Shoemake 1985).
     */
    static Tensor slerp(Tensor a, Tensor b, double share) {
        double cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
        double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
        if (angle < 1e-6) return a.combine(1 - share, b, share);
        double sine = Math.sin(angle);
        return a.combine(Math.sin((1 - share) * angle) / sine, b, Math.sin(share * angle) / sine);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += (double) a.data()[i] * b.data()[i];
        return sum;
    }

    private static double norm(Tensor a) {
        return Math.sqrt(dot(a, a));
    }

    private static ReverseSampler.Hook hook(Space space, Progress progress) {
        return (step, steps, t, x) ->
                progress.step(step, Math.max(step + 1, steps), () -> space.toImage(x));
    }

    private CodeWay way(Space space) {
        return method.equals(FLOW)
                ? new CodeWay.Flow(space, tolerance)
                : new CodeWay.Ddim(space, steps, rounds);
    }

    private static ImagePlus stack(Tensor code, String title) {
        ResultStack results = new ResultStack();
        for (int c = 0; c < code.dim(1); c++) {
            float[] values = Channels.channel(code, c).data();
            FloatProcessor plane = new FloatProcessor(code.dim(3), code.dim(2), values);
            plane.setMinAndMax(-3, 3);
            results.add("code channel " + (c + 1), List.of(plane));
        }
        return results.toImage(title);
    }

    private static Tensor values(Space space, ImagePlus code) {
        int channels = space.shape(0, 0)[1];
        if (code.getBitDepth() != 32 || code.getStackSize() != channels) {
            throw new IllegalArgumentException(
                    "\""
                            + code.getTitle()
                            + "\" is no code of this model: that needs "
                            + channels
                            + " slices of 32 bits, and it has "
                            + code.getStackSize()
                            + " of "
                            + code.getBitDepth()
                            + "; make one by ODE Encode");
        }
        int plane = code.getWidth() * code.getHeight();
        float[] values = new float[channels * plane];
        for (int c = 0; c < channels; c++) {
            Object pixels = code.getStack().getPixels(c + 1);
            System.arraycopy(pixels, 0, values, c * plane, plane);
        }
        return Tensor.of(values, 1, channels, code.getHeight(), code.getWidth());
    }

    /**
     * What the code of an image tells of it; of other data the values are those of the model.
     *
     * @param width in pixels; 0 for that of the data
     * @param height likewise
     */
    private record Source(int width, int height, ValueRange range) {

        /** Reads it before a code is decoded, which takes long. */
        static Source of(ImagePlus code) {
            Optional<Recorded> recorded = Recorded.of(code, TASK);
            if (recorded.isEmpty()) return new Source(0, 0, ValueRange.UNIT);
            Recorded run = recorded.get();
            boolean ranged = run.settings().containsKey("display min");
            return new Source(
                    run.integer("image width", 0, 0, Recorded.LONGEST_SIDE),
                    run.integer("image height", 0, 0, Recorded.LONGEST_SIDE),
                    ranged ? run.range("display min", "display max") : ValueRange.UNIT);
        }

        Tensor cut(Tensor image) {
            return new Window(0, 0, side(width, image.dim(3)), side(height, image.dim(2)))
                    .cut(image);
        }

        private static int side(int recorded, int decoded) {
            return recorded == 0 ? decoded : Math.min(recorded, decoded);
        }
    }
}
