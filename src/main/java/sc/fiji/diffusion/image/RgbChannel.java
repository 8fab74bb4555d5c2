// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.Sampler;
import net.imglib2.converter.Converters;
import net.imglib2.converter.readwrite.SamplerConverter;
import net.imglib2.img.basictypeaccess.ByteAccess;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * One channel of RGB pixels, to read and write. ImgLib2's own {@code Converters.argbChannels} (up
 * to 8.0.0) must not be written to: a value above 127 also sets every bit of the channels before
 * it.
 *
 * @param shift position of the channel's lowest bit
 */
record RgbChannel(int shift) implements SamplerConverter<ARGBType, UnsignedByteType> {

    private static final RgbChannel RED = new RgbChannel(16);
    private static final RgbChannel GREEN = new RgbChannel(8);
    private static final RgbChannel BLUE = new RgbChannel(0);

    /** Red, green and blue along a new last axis; alpha stays as it is. */
    static RandomAccessibleInterval<UnsignedByteType> all(RandomAccessibleInterval<ARGBType> rgb) {
        return Views.stack(
                Converters.convert(rgb, RED),
                Converters.convert(rgb, GREEN),
                Converters.convert(rgb, BLUE));
    }

    @Override
    public UnsignedByteType convert(Sampler<? extends ARGBType> pixel) {
        return new UnsignedByteType(new Bits(pixel));
    }

    /** The bits of the channel within the pixel that a sampler points at. */
    private final class Bits implements ByteAccess {

        private final Sampler<? extends ARGBType> pixel;

        private Bits(Sampler<? extends ARGBType> pixel) {
            this.pixel = pixel;
        }

        @Override
        public byte getValue(int index) {
            return (byte) (pixel.get().get() >> shift);
        }

        @Override
        public void setValue(int index, byte value) {
            int others = pixel.get().get() & ~(0xff << shift);
            pixel.get().set(others | (value & 0xff) << shift);
        }
    }
}
