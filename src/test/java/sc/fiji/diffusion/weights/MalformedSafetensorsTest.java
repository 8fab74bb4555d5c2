// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One malformed file for each thing that the parser refuses. */
class MalformedSafetensorsTest {

    private static final byte[] NONE = {};
    private static final byte[] FOUR = new byte[4];

    @TempDir private Path folder;

    static Stream<Arguments> malformedFiles() {
        return Stream.of(
                arguments("empty file", NONE, "first 8 bytes, found 0"),
                arguments("seven bytes", new byte[7], "first 8 bytes, found 7"),
                arguments(
                        "huge header",
                        RawFile.bytes(100_000_001, "{}".getBytes(StandardCharsets.UTF_8), NONE),
                        "header of 100000001 bytes, the limit is 100000000"),
                arguments(
                        "header length beyond 2^63",
                        RawFile.bytes(-1, NONE, NONE),
                        "header of 18446744073709551615 bytes"),
                arguments(
                        "header longer than the file",
                        RawFile.bytes(3, "{}".getBytes(StandardCharsets.UTF_8), NONE),
                        "header of 3 bytes, the file has only 2"),
                arguments("empty header", RawFile.bytes(""), "starts with '{', found nothing"),
                arguments(
                        "header starts with a space",
                        RawFile.bytes(" {}"),
                        "starts with '{', found byte 32"),
                arguments(
                        "header starts with a list",
                        RawFile.bytes("[]"),
                        "starts with '{', found byte 91"),
                arguments(
                        "not UTF-8",
                        RawFile.bytes(2, new byte[] {'{', (byte) 0xff}, NONE),
                        "not UTF-8 at byte 9"),
                arguments("unfinished JSON", RawFile.bytes("{\"a\":"), "not valid JSON at $.a"),
                arguments("text behind the JSON", RawFile.bytes("{} x"), "not valid JSON"),
                arguments("second JSON value", RawFile.bytes("{} {}"), "not valid JSON at $"),
                arguments(
                        "duplicate tensor",
                        header("'a':" + f32("[1]", 0, 4) + ",'a':" + f32("[1]", 0, 4)),
                        "duplicate key \"a\""),
                arguments(
                        "duplicate field",
                        header("'a':{'dtype':'F32','dtype':'F32'}"),
                        "duplicate key \"dtype\""),
                arguments(
                        "duplicate metadata",
                        header("'__metadata__':{'k':'1','k':'2'}"),
                        "duplicate key \"k\""),
                arguments(
                        "two metadata objects",
                        header("'__metadata__':{},'__metadata__':{}"),
                        "duplicate key \"__metadata__\""),
                arguments(
                        "metadata is a list",
                        header("'__metadata__':[]"),
                        "expected BEGIN_OBJECT, found BEGIN_ARRAY at $.__metadata__"),
                arguments(
                        "metadata holds a number",
                        header("'__metadata__':{'k':1}"),
                        "expected STRING, found NUMBER at $.__metadata__.k"),
                arguments(
                        "tensor is a number",
                        header("'a':1"),
                        "expected BEGIN_OBJECT, found NUMBER"),
                arguments(
                        "no dtype",
                        header("'a':{'shape':[1],'data_offsets':[0,4]}"),
                        "tensor \"a\": no \"dtype\""),
                arguments(
                        "no shape",
                        header("'a':{'dtype':'F32','data_offsets':[0,4]}"),
                        "tensor \"a\": no \"shape\""),
                arguments(
                        "no offsets",
                        header("'a':{'dtype':'F32','shape':[1]}"),
                        "tensor \"a\": no \"data_offsets\""),
                arguments(
                        "unknown dtype",
                        header("'a':" + tensor("F33", "[1]", "[0,4]")),
                        "tensor \"a\": unknown dtype \"F33\""),
                arguments(
                        "dtype in lower case",
                        header("'a':" + tensor("f32", "[1]", "[0,4]")),
                        "tensor \"a\": unknown dtype \"f32\""),
                arguments("negative axis", axis("-1"), "found -1 at $.a.shape[0]"),
                arguments("fractional axis", axis("1.0"), "found 1.0 at $.a.shape[0]"),
                arguments("exponent in axis", axis("1e0"), "found 1e0 at $.a.shape[0]"),
                arguments(
                        "axis as text",
                        header("'a':" + f32("['1']", 0, 4)),
                        "expected NUMBER, found STRING at $.a.shape[0]"),
                arguments("axis beyond 2^31", axis("2147483648"), "is 2147483648, the limit is"),
                arguments(
                        "axis beyond 2^64",
                        axis("18446744073709551617"),
                        "found 18446744073709551617"),
                arguments(
                        "size beyond 2^63",
                        header("'a':" + f32("[2147483647,2147483647,2147483647]", 0, 4)),
                        "is too large"),
                arguments(
                        "one offset",
                        header("'a':" + tensor("F32", "[1]", "[0]")),
                        "expected [begin, end], found [0]"),
                arguments(
                        "three offsets",
                        header("'a':" + tensor("F32", "[1]", "[0,4,4]")),
                        "expected [begin, end], found [0, 4, 4]"),
                arguments(
                        "end before begin",
                        header("'a':" + f32("[1]", 4, 0)),
                        "expected [begin, end], found [4, 0]"),
                arguments(
                        "hole at the start",
                        RawFile.bytes(json("'a':" + f32("[1]", 4, 8)), new byte[8]),
                        "tensor \"a\": expected its bytes to begin at 0, found 4"),
                arguments(
                        "hole between tensors",
                        RawFile.bytes(
                                json("'a':" + f32("[1]", 0, 4) + ",'b':" + f32("[1]", 8, 12)),
                                new byte[12]),
                        "tensor \"b\": expected its bytes to begin at 4, found 8"),
                arguments(
                        "overlap",
                        header("'a':" + f32("[1]", 0, 4) + ",'b':" + f32("[1]", 0, 4)),
                        "tensor \"b\": expected its bytes to begin at 4, found 0"),
                arguments(
                        "fewer bytes than the shape needs",
                        header("'a':" + f32("[2]", 0, 4)),
                        "tensor \"a\": expected 8 bytes for F32 of shape [2], found 4"),
                arguments(
                        "more bytes than the shape needs",
                        header("'a':" + f32("[0]", 0, 4)),
                        "tensor \"a\": expected 0 bytes for F32 of shape [0], found 4"),
                arguments(
                        "truncated data",
                        RawFile.bytes(json("'a':" + f32("[1]", 0, 4)), new byte[3]),
                        "expected 4 bytes of tensors after the header, found 3"),
                arguments(
                        "trailing data",
                        RawFile.bytes(json("'a':" + f32("[1]", 0, 4)), new byte[5]),
                        "expected 4 bytes of tensors after the header, found 5"),
                arguments(
                        "data without a tensor",
                        RawFile.bytes("{}", new byte[1]),
                        "expected 0 bytes of tensors after the header, found 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedFiles")
    void isRefusedWithFileAndReason(String what, byte[] bytes, String reason) throws IOException {
        Path file = RawFile.write(folder, bytes);

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .as(what)
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason)
                .hasMessageMatching("(?s).*(get it again|convert the file)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "504b0304140000080800 | a zip archive, probably a pickled checkpoint (PyTorch)",
                "8002636f730a73797374 | a pickled checkpoint (PyTorch), which can run any program",
                "80048a0a6cfc9c46f920 | a pickled checkpoint (PyTorch), which can run any program",
                "47475546030000000000 | a GGUF file",
                "894844460d0a1a0a0000 | an HDF5 file",
                "1f8b0800000000000000 | a gzip archive",
                "76657273696f6e2068747470733a2f2f | a Git LFS pointer",
                "3c21444f43545950452068746d6c3e0a | a web page",
            })
    void otherKindsOfFilesAreNamedWhateverTheirName(String hex, String kind) throws IOException {
        Path path = RawFile.write(folder, HexFormat.of().parseHex(hex));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> SafetensorsFile.open(path))
                .withMessageStartingWith(path + ": is " + kind);
    }

    @Test
    void longNameDoesNotMakeALongMessage() throws IOException {
        String name = "x".repeat(1_000_000);
        Path file = RawFile.write(folder, header("'" + name + "':" + f32("[2]", 0, 4)));

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(WeightsException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    @Test
    void deeplyNestedUnknownFieldEndsInAnErrorNotInAStackOverflow() throws IOException {
        byte[] brackets = new byte[1_000_000];
        Arrays.fill(brackets, (byte) '[');
        String nested = new String(brackets, StandardCharsets.US_ASCII);
        Path file = RawFile.write(folder, RawFile.bytes("{\"a\":{\"x\":" + nested));

        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(WeightsException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    private static byte[] axis(String length) {
        return header("'a':" + f32("[" + length + "]", 0, 4));
    }

    /** A file with four bytes of data. */
    private static byte[] header(String fields) {
        return RawFile.bytes(json(fields), FOUR);
    }

    private static String json(String fields) {
        return ("{" + fields + "}").replace('\'', '"');
    }

    private static String f32(String shape, long begin, long end) {
        return tensor("F32", shape, "[" + begin + "," + end + "]");
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{'dtype':'" + dtype + "','shape':" + shape + ",'data_offsets':" + offsets + "}";
    }
}
