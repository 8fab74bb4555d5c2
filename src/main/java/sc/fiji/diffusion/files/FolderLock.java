// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one run at a time write into a folder, of this process or another one on this machine. A
 * process that ends in any way gives it back.
 *
 * <pre>{@code
 * FolderLock.holding(folder, () -> write(folder));
 * }</pre>
 *
 * <p>The lock is on the file {@value #FILE} in the folder, which is there as long as it is held. A
 * disk that knows no locks is used without.
 */
public final class FolderLock implements AutoCloseable {

    /** The name of the file. */
    public static final String FILE = ".in-use";

    /** Those that this process holds; to open and close such a file again would give it back. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Behind the text, which others may then read on Windows, too. */
    private static final long LOCKED_BYTE = 1 << 20;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param folder an existing folder
     * @throws IOException if another run has it, naming the folder and the process, or if the
     *     folder cannot be written
     */
    public static FolderLock take(Path folder) throws IOException {
        return tryTake(folder).orElseThrow(() -> refusal(folder));
    }

    /**
     * Takes the lock if no other run has it.
     *
     * @throws IOException if the folder cannot be written
     */
    public static Optional<FolderLock> tryTake(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(FILE);
        if (!HELD.add(file)) return Optional.empty();
        FileChannel channel = null;
        try {
            channel = lock(file);
            return Optional.ofNullable(channel).map(c -> new FolderLock(file, c));
        } finally {
            if (channel == null) HELD.remove(file);
        }
    }

    /** Something that only one run may do in a folder. */
    @FunctionalInterface
    public interface Task<T> {

        /** Does it. */
        T run() throws IOException;
    }

    /**
     * Does something while the lock is held.
     *
     * @throws IOException as {@link #take} and the task
     */
    public static <T> T holding(Path folder, Task<T> task) throws IOException {
        FolderLock lock = take(folder);
        try {
            return task.run();
        } finally {
            lock.close();
        }
    }

    /** An open channel with the lock; null if another process has it. */
    private static FileChannel lock(Path file) throws IOException {
        while (true) {
            Optional<Object> key = create(file);
            FileChannel channel = FileChannel.open(file, CREATE, WRITE);
            try {
                if (!isLocked(channel)) {
                    channel.close();
                    return null;
                }
                // Who held it before may have taken the file away since it was looked at here.
                if (Files.exists(file) && key.equals(key(file))) {
                    sign(channel);
                    return channel;
                }
                channel.close();
            } catch (IOException e) {
                channel.close();
                Files.deleteIfExists(file);
                throw FileProblem.naming(file.getParent(), e);
            }
        }
    }

    /** Tells others which process has the lock; it holds without that, too. */
    private static void sign(FileChannel channel) {
        String mine = ProcessHandle.current().pid() + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            // a disk that is full; what is written next says so
        }
    }

    private static Optional<Object> create(Path file) throws IOException {
        FileChannel.open(file, CREATE, WRITE).close();
        return key(file);
    }

    /** What tells a file from a later one of its name; empty if there is none, or on Windows. */
    private static Optional<Object> key(Path file) throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (IOException e) {
            return true; // a disk without locks
        }
    }

    private static IOException refusal(Path folder) {
        return new IOException(
                folder
                        + " is being written by another run"
                        + holder(folder)
                        + "; wait until that has ended, or choose another folder");
    }

    private static String holder(Path folder) {
        try {
            Path file = folder.toRealPath().resolve(FILE);
            boolean own = HELD.contains(file);
            String pid = own ? "" + ProcessHandle.current().pid() : Files.readString(file).strip();
            return pid.matches("\\d+") ? " (process " + pid + ")" : "";
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            HELD.remove(file);
        }
    }
}
