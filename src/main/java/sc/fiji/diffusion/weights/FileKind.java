// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Files that are often taken for safetensors, by their first bytes, whatever their name. */
final class FileKind {

    /** How many first bytes tell. */
    static final int BYTES = 16;

    private static final String PICKLE =
            " (PyTorch), which can run any program when it is opened; get the model as a"
                    + " .safetensors file";

    private record Magic(String bytes, String kind) {}

    private static final List<Magic> KINDS =
            List.of(
                    new Magic("PK\3\4", "a zip archive, probably a pickled checkpoint" + PICKLE),
                    new Magic("\u0080\2", "a pickled checkpoint" + PICKLE),
                    new Magic("\u0080\3", "a pickled checkpoint" + PICKLE),
                    new Magic("\u0080\4", "a pickled checkpoint" + PICKLE),
                    new Magic("\u0080\5", "a pickled checkpoint" + PICKLE),
                    new Magic("GGUF", "a GGUF file; get the model as a .safetensors file"),
                    new Magic("\u0089HDF", "an HDF5 file; get the model as a .safetensors file"),
                    new Magic("\u001f\u008b", "a gzip archive; unpack it"),
                    new Magic("version https://", "a Git LFS pointer; get the file itself"),
                    new Magic("<!DOCTYPE", "a web page; the download went wrong, get it again"),
                    new Magic("<!doctype", "a web page; the download went wrong, get it again"),
                    new Magic("<html", "a web page; the download went wrong, get it again"));

    private FileKind() {}

    /**
     * What a file is that is no safetensors; empty if the first bytes do not tell. In safetensors
     * the ninth byte is a brace.
     */
    static Optional<String> of(byte[] firstBytes) {
        if (firstBytes.length > Long.BYTES && firstBytes[Long.BYTES] == '{')
            return Optional.empty();
        String start = new String(firstBytes, StandardCharsets.ISO_8859_1);
        return KINDS.stream()
                .filter(magic -> start.startsWith(magic.bytes()))
                .map(Magic::kind)
                .findFirst();
    }
}
