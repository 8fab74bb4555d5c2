// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * All that a job changes on the disk. What a call has changed is there when it returns, even if the
 * power fails; a move is done or not, and of an addition there may be a part.
 */
class Disk {

    /** Puts the content of a file into a path. */
    @FunctionalInterface
    interface Content {

        /** Writes the file. */
        void writeTo(Path file) throws IOException;
    }

    /** Writes a file, or replaces it. */
    void write(Path file, Content content) throws IOException {
        content.writeTo(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            force(channel);
        }
    }

    /** Moves a file within its folder; one of that name is replaced. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(to.getParent());
    }

    /** Adds bytes to a file after some that are there; makes the file if it is not. */
    void append(Path file, long after, byte[] bytes) throws IOException {
        boolean isNew = !Files.exists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(after);
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) channel.write(left, after + left.position());
            force(channel);
        }
        if (isNew) forceFolder(file.getParent());
    }

    /** Takes a file away if it is there. */
    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Makes new names in a folder last. */
    private void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            force(channel);
        } catch (IOException e) {
            // Windows opens no folders, and forces their entries itself.
        }
    }

    /** Waits until the disk has what was written. */
    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }
}
