// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.Objects;
import sc.fiji.diffusion.text.Prompt;

/**
 * What to make. Checked on construction, immutable.
 *
 * <pre>{@code
 * Request request = Request.builder("fluorescent nuclei, dense").size(128, 128).steps(30).seed(5).build();
 * }</pre>
 *
 * @param prompt what the image should show, in the notation of {@link Prompt}; may be empty
 * @param negative what it should not show; used only with guidance above 1
 * @param width width in pixels, at least {@value #MIN_SIZE}
 * @param height height in pixels, at least {@value #MIN_SIZE}
 * @param steps steps of the full schedule, 1 to 1000
 * @param guidance how strongly the prompt pulls
 * @param strength share of the schedule that is run on an existing image, 0 to 1; generation
 *     ignores it
 * @param method how the noise is taken away
 * @param clipSkip the layer of the text encoder that the network looks at, counted from the end, 1
 *     for the last one; 0 for the model's own
 * @param seed seed of the noise stream
 * @param batch images drawn together from one noise stream, at least 1
 */
public record Request(
        String prompt,
        String negative,
        int width,
        int height,
        int steps,
        Guidance guidance,
        double strength,
        Method method,
        int clipSkip,
        long seed,
        int batch) {

    /** The smallest width and height. */
    public static final int MIN_SIZE = 8;

    /** The largest width and height. */
    public static final int MAX_SIZE = 8192;

    /** The most steps; a model may have fewer training timesteps, and then takes fewer. */
    public static final int MAX_STEPS = 1000;

    private static final int MAX_CLIP_SKIP = 100;

    /** Checks every value. */
    public Request {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(negative, "negative");
        Objects.requireNonNull(guidance, "guidance");
        Objects.requireNonNull(method, "method");
        requireRange("width", width, MIN_SIZE, MAX_SIZE, "pixels");
        requireRange("height", height, MIN_SIZE, MAX_SIZE, "pixels");
        requireRange("steps", steps, 1, MAX_STEPS, "steps");
        requireRange("clipskip", clipSkip, 0, MAX_CLIP_SKIP, "layers");
        Prompt.parse(prompt);
        Prompt.parse(negative);
        requireRange("batch", batch, 1, 1000, "images");
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException(
                    "strength must be between 0 and 1, was "
                            + strength
                            + "; 1 makes the image anew");
        }
    }

    /** Starts a request with the defaults. */
    public static Builder builder(String prompt) {
        return new Builder(prompt);
    }

    /**
     * The steps that image-to-image and inpainting run: {@code min(int(steps * strength), steps)}.
     */
    public int stepsOfStrength() {
        return Math.min((int) (steps * strength), steps);
    }

    private static void requireRange(String name, int value, int min, int max, String unit) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name
                            + " must be between "
                            + min
                            + " and "
                            + max
                            + " "
                            + unit
                            + ", was "
                            + value);
        }
    }

    /** Collects the values of a request. */
    public static final class Builder {
        private final String prompt;
        private String negative = "";
        private int width = 512;
        private int height = 512;
        private int steps = 30;
        private Guidance guidance = Guidance.of(7.5);
        private double strength = 1;
        private Method method = Method.OF_MODEL;
        private int clipSkip;
        private long seed;
        private int batch = 1;

        private Builder(String prompt) {
            this.prompt = prompt;
        }

        /** See {@link Request#negative}. */
        public Builder negative(String value) {
            negative = value;
            return this;
        }

        /** See {@link Request#width} and {@link Request#height}. */
        public Builder size(int newWidth, int newHeight) {
            width = newWidth;
            height = newHeight;
            return this;
        }

        /** See {@link Request#steps}. */
        public Builder steps(int value) {
            steps = value;
            return this;
        }

        /** See {@link Request#guidance}. */
        public Builder guidance(Guidance value) {
            guidance = value;
            return this;
        }

        /** Guidance without rescaling. */
        public Builder guidanceScale(double value) {
            return guidance(Guidance.of(value));
        }

        /** See {@link Request#strength}. */
        public Builder strength(double value) {
            strength = value;
            return this;
        }

        /** See {@link Request#method}. */
        public Builder method(Method value) {
            method = value;
            return this;
        }

        /** A sampler by its name, with the model's spacing. */
        public Builder sampler(String value) {
            return method(Method.of(value));
        }

        /** See {@link Request#clipSkip}. */
        public Builder clipSkip(int value) {
            clipSkip = value;
            return this;
        }

        /** See {@link Request#seed}. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** See {@link Request#batch}. */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /**
         * Checks and makes the request.
         *
         * @throws IllegalArgumentException naming the value that is out of range
         */
        public Request build() {
            return new Request(
                    prompt, negative, width, height, steps, guidance, strength, method, clipSkip,
                    seed, batch);
        }
    }
}
