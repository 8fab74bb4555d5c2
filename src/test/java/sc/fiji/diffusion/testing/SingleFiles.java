// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** Model folders as single files of the original layout, made by the key table of a real model. */
public final class SingleFiles {

    private SingleFiles() {}

    /**
     * Writes all weights of a model folder into one file.
     *
     * @param folder in the layout of diffusers
     * @param table the key table of the family, see {@link KeyTable}
     */
    public static Path write(Path folder, String table, Path file, DType dtype) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, SafetensorsFile> parts = new LinkedHashMap<>();
        for (KeyTable.Row row : KeyTable.read(table).rows()) {
            String component = row.component();
            if (!parts.containsKey(component)) parts.put(component, part(folder, component));
            SafetensorsFile part = parts.get(component);
            if (!part.names().containsAll(row.names())) continue;
            tensors.put(row.key(), stored(part, row));
        }
        SafetensorsWriter.write(file, tensors, dtype, Map.of());
        return file;
    }

    private static SafetensorsFile part(Path folder, String component) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(component))) {
            Path weights =
                    files.filter(f -> f.toString().endsWith(".safetensors")).findFirst().get();
            return SafetensorsFile.open(weights);
        }
    }

    private static Tensor stored(SafetensorsFile part, KeyTable.Row row) throws IOException {
        Tensor first = part.read(row.names().get(0));
        if (row.names().size() > 1) return joined(part, row.names());
        if (row.key().endsWith("text_projection")) return transposed(first);
        int[] shape = Arrays.copyOf(first.shape(), row.shape().length);
        Arrays.fill(shape, first.rank(), shape.length, 1);
        return Tensor.of(first.data(), shape);
    }

    private static Tensor joined(SafetensorsFile part, List<String> names) throws IOException {
        Tensor[] thirds = new Tensor[names.size()];
        for (int i = 0; i < thirds.length; i++) thirds[i] = part.read(names.get(i));
        int n = thirds[0].data().length;
        float[] values = new float[n * thirds.length];
        for (int i = 0; i < thirds.length; i++) {
            System.arraycopy(thirds[i].data(), 0, values, i * n, n);
        }
        int[] shape = thirds[0].shape().clone();
        shape[0] *= thirds.length;
        return Tensor.of(values, shape);
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = matrix.dim(0);
        int columns = matrix.dim(1);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.data()[i % rows * columns + i / rows];
        }
        return Tensor.of(values, columns, rows);
    }
}
