// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import static ij.io.TiffDecoder.ARTIST;
import static ij.io.TiffDecoder.COLOR_MAP;
import static ij.io.TiffDecoder.COMPRESSION;
import static ij.io.TiffDecoder.DATE_TIME;
import static ij.io.TiffDecoder.HOST_COMPUTER;
import static ij.io.TiffDecoder.IMAGE_DESCRIPTION;
import static ij.io.TiffDecoder.META_DATA_BYTE_COUNTS;
import static ij.io.TiffDecoder.ORIENTATION;
import static ij.io.TiffDecoder.SOFTWARE;
import static ij.io.TiffDecoder.STRIP_BYTE_COUNT;
import static ij.io.TiffDecoder.STRIP_OFFSETS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One directory of a TIFF, as {@link ij.io.TiffDecoder} takes it. */
final class TiffDirectory {

    static final int ENTRY_BYTES = 12;

    private static final int SHORT = 3;
    private static final int COLOUR_VALUES = 768;
    private static final String IMAGEJ = "ImageJ";
    private static final String IMAGES = "images=";

    private final Bytes file;
    private final List<Entry> entries = new ArrayList<>();
    private final boolean first;
    private final ByteBuffer bytes;

    /**
     * A value, or where there are several.
     *
     * @param value the value, or the place of the values
     * @param at where the value stands among the entries
     */
    private record Entry(int tag, int type, long count, long value, int at) {

        /** Whether several values stand in the entry itself; ImageJ looks for them elsewhere. */
        boolean isInline() {
            return count > 1 && type == SHORT && count <= 2;
        }

        /** The bytes elsewhere that ImageJ reads for this entry at once. */
        long referred(boolean first) {
            if (isInline()) return 0;
            return switch (tag) {
                case STRIP_OFFSETS, META_DATA_BYTE_COUNTS -> count == 1 ? 0 : 4 * count;
                case STRIP_BYTE_COUNT -> count == 1 ? 0 : (type == SHORT ? 2 : 4) * count;
                case COLOR_MAP -> count == COLOUR_VALUES ? 2 * count : 0;
                case IMAGE_DESCRIPTION, SOFTWARE, DATE_TIME, ARTIST, HOST_COMPUTER ->
                        first && count > 4 ? count - 1 : 0;
                default -> 0;
            };
        }
    }

    /**
     * Reads the entries.
     *
     * @param bytes of the entries, in the file's order of bytes
     * @param first whether it is the file's first directory
     */
    TiffDirectory(Bytes file, ByteBuffer bytes, boolean first) {
        this.file = file;
        this.first = first;
        this.bytes = bytes;
        for (int at = 0; at + ENTRY_BYTES <= bytes.capacity(); at += ENTRY_BYTES) {
            int type = Short.toUnsignedInt(bytes.getShort(at + 2));
            long count = Integer.toUnsignedLong(bytes.getInt(at + 4));
            boolean isShort = type == SHORT && count == 1;
            long value =
                    isShort
                            ? Short.toUnsignedInt(bytes.getShort(at + 8))
                            : Integer.toUnsignedLong(bytes.getInt(at + 8));
            int tag = Short.toUnsignedInt(bytes.getShort(at));
            entries.add(new Entry(tag, type, count, value, at + 8));
        }
    }

    /**
     * Checks that what the entries refer to lies in the file.
     *
     * @return how many bytes that are
     */
    long checkReferences(String name) throws IOException {
        long sum = 0;
        for (Entry entry : entries) {
            long referred = entry.referred(first);
            if (referred == 0) continue;
            if (!file.holds(entry.value(), referred)) {
                throw new FileContentException(
                        name
                                + " refers to "
                                + referred
                                + " bytes from byte "
                                + entry.value()
                                + " on (tag "
                                + entry.tag()
                                + "), and the file has "
                                + file.size());
            }
            sum += referred;
        }
        return sum;
    }

    /** Whether ImageJ ends its list of directories before this one if it is not the first. */
    boolean isPrivate() {
        return entries.stream().anyMatch(entry -> entry.tag() > 10000 && entry.tag() < 32768);
    }

    boolean has(int tag) {
        return entry(tag).isPresent();
    }

    /** The value of an entry; the default if there is none. */
    long value(int tag, long otherwise) {
        return entry(tag).map(Entry::value).orElse(otherwise);
    }

    /** How many values an entry has. */
    long count(int tag) {
        return entry(tag).map(Entry::count).orElse(0L);
    }

    /** The entry that counts, which is the last one. */
    private Optional<Entry> entry(int tag) {
        return entries.stream().filter(entry -> entry.tag() == tag).reduce((a, b) -> b);
    }

    /** The values of an entry whose references are checked; empty if there is none. */
    long[] values(int tag) throws IOException {
        if (!has(tag)) return new long[0];
        Entry entry = entry(tag).orElseThrow();
        if (entry.count() <= 1) return new long[] {entry.value()};
        boolean isShort = entry.type() == SHORT && tag != STRIP_OFFSETS;
        int n = Math.toIntExact(entry.count());
        ByteBuffer content =
                entry.isInline()
                        ? bytes.duplicate().order(bytes.order()).position(entry.at())
                        : file.at(entry.value(), (isShort ? 2L : 4L) * n, bytes.order());
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    isShort || entry.isInline()
                            ? Short.toUnsignedInt(content.getShort())
                            : Integer.toUnsignedLong(content.getInt());
        }
        return values;
    }

    /** The first of several short values, or the only value. */
    long firstOf(int tag, long otherwise) throws IOException {
        Optional<Entry> entry = entry(tag);
        if (entry.isEmpty() || entry.get().count() <= 1) return value(tag, otherwise);
        if (entry.get().isInline()) return Short.toUnsignedInt(bytes.getShort(entry.get().at()));
        return Short.toUnsignedInt(file.at(entry.get().value(), 2, bytes.order()).getShort());
    }

    /** Whether ImageJ looks for the values of an entry in the wrong place. */
    boolean isMisread(int tag) {
        return entry(tag).map(Entry::isInline).orElse(false);
    }

    /**
     * The planes that follow each other without directories of their own, as ImageJ writes stacks;
     * 0 if there are none.
     */
    long contiguousPlanes() throws IOException {
        boolean packed = value(COMPRESSION, 1) != 1;
        if (!first || packed || has(ORIENTATION) || count(IMAGE_DESCRIPTION) < 8) return 0;
        long length = count(IMAGE_DESCRIPTION) - 1;
        ByteBuffer description = file.at(value(IMAGE_DESCRIPTION, 0), length);
        String text = StandardCharsets.ISO_8859_1.decode(description).toString();
        int from = text.indexOf(IMAGES);
        int end = text.indexOf('\n', Math.max(0, from));
        if (from < 0 || end < 0 || !text.startsWith(IMAGEJ) || text.charAt(7) == '\n') return 0;
        try {
            return (int) Double.parseDouble(text.substring(from + IMAGES.length(), end));
        } catch (NumberFormatException e) {
            return 0; // as ImageJ takes it
        }
    }

    /** Its pixels. */
    TiffPixels pixels() throws IOException {
        return new TiffPixels(file, this);
    }
}
