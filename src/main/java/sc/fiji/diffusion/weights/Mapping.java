// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A part of a file in memory for a short time. Java itself unmaps a buffer only when it has been
 * collected, which may be never: a model that is read once would then count as memory in use.
 */
final class Mapping implements Closeable {

    /** {@code sun.misc.Unsafe.invokeCleaner}; on a platform without it, collection has to do. */
    private static final Optional<MethodHandle> UNMAP = findUnmap();

    private final MappedByteBuffer mapped;

    /**
     * Maps a range of a file, at most 2^31 - 1 bytes, for reading.
     *
     * @throws IOException if the file is shorter, or cannot be mapped
     */
    Mapping(FileChannel channel, long position, long length) throws IOException {
        mapped = channel.map(FileChannel.MapMode.READ_ONLY, position, length);
    }

    /** The bytes, little-endian; not to be touched after {@link #close()}. */
    ByteBuffer bytes() {
        return mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        if (UNMAP.isEmpty()) return;
        try {
            UNMAP.get().invoke(mapped);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot unmap " + mapped, e);
        }
    }

    private static Optional<MethodHandle> findUnmap() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            MethodType type = MethodType.methodType(void.class, ByteBuffer.class);
            return Optional.of(
                    MethodHandles.lookup()
                            .findVirtual(unsafe, "invokeCleaner", type)
                            .bindTo(instance.get(null)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty(); // slower to give memory back, but right
        }
    }
}
