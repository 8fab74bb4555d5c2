// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.diffusion.weights.LowRank;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * A file of low-rank adaptation (LoRA; Hu et al. 2021), for linear layers and convolutions of the
 * denoising network and the text encoders.
 *
 * <pre>{@code
 * LoraFile lora = LoraFile.open(Path.of("lora/sharper.safetensors"));
 * Map<String, LowRank> changes = lora.changes("unet", source.weights("unet"), 0.8);
 * }</pre>
 */
public final class LoraFile {

    /** Parts of names that only methods with other arithmetic have. */
    private static final Map<String, String> OTHER_METHODS =
            Map.of(
                    "hada_w", "LoHa",
                    "lokr_w", "LoKr",
                    "dora_scale", "DoRA",
                    "lora_magnitude_vector", "DoRA",
                    "lora_mid", "LoCon with Tucker decomposition",
                    "oft_", "OFT",
                    ".diff", "full differences");

    private static final String BUNDLED_EMBEDDING = "bundle_emb.";

    private final SafetensorsFile file;
    private final AdapterAlpha alpha;
    private final Map<String, Map<String, Map<LoraKey.Role, String>>> components =
            new LinkedHashMap<>();

    private LoraFile(SafetensorsFile file) throws IOException {
        this.file = file;
        for (String name : file.names()) {
            if (!name.startsWith(BUNDLED_EMBEDDING)) add(name);
        }
        if (components.isEmpty()) throw refuse("is no LoRA adapter: it holds no tensors");
        alpha =
                isScaledByPeft()
                        ? AdapterAlpha.beside(file.path())
                        : AdapterAlpha.read(file.path(), file.metadata());
    }

    /** Whether a layer in PEFT's own layout comes without the constant that scales it. */
    private boolean isScaledByPeft() {
        return components.values().stream()
                .flatMap(layers -> layers.values().stream())
                .filter(tensors -> !tensors.containsKey(LoraKey.Role.ALPHA))
                .flatMap(tensors -> tensors.values().stream())
                .anyMatch(name -> name.startsWith(LoraKey.PEFT));
    }

    /**
     * Opens an adapter.
     *
     * @throws WeightsException if it is damaged, or no adapter that can be read, with the reason
     * @throws IOException if it cannot be read
     */
    public static LoraFile open(Path path) throws IOException {
        return new LoraFile(SafetensorsFile.open(path));
    }

    private void add(String name) throws WeightsException {
        for (Map.Entry<String, String> other : OTHER_METHODS.entrySet()) {
            if (name.contains(other.getKey())) {
                String method = other.getValue() + " (\"" + name + "\")";
                throw refuse("is an adapter of the method " + method + "; only LoRA can be read");
            }
        }
        LoraKey key = LoraKey.parse(name).orElse(null);
        if (key == null) {
            throw refuse("is no LoRA adapter: it holds \"" + name + "\", which none has");
        }
        components
                .computeIfAbsent(key.component(), c -> new LinkedHashMap<>())
                .computeIfAbsent(key.layer(), l -> new EnumMap<>(LoraKey.Role.class))
                .put(key.role(), name);
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** The parts of a model that it changes, as diffusers names their folders. */
    public Set<String> components() {
        return new TreeSet<>(components.keySet());
    }

    /**
     * What it adds to the tensors of one part of a model.
     *
     * @param component the part
     * @param part its tensors under the names of diffusers
     * @param weight how strongly the adapter works; 1 as trained
     * @return by the names of the tensors; empty if it leaves the part alone
     * @throws WeightsException if it is for a model of another structure
     */
    public Map<String, LowRank> changes(String component, TensorSource part, double weight)
            throws WeightsException {
        Map<String, LowRank> changes = new LinkedHashMap<>();
        LayerNames names = new LayerNames(part.names());
        for (var layer : components.getOrDefault(component, Map.of()).entrySet()) {
            String name = names.weight(layer.getKey()).orElse(null);
            if (name == null) throw misfit(component, layer.getKey(), part);
            LowRank change = change(component, layer.getKey(), layer.getValue(), weight);
            if (!fits(change, part.shape(name))) throw misfit(component, layer.getKey(), part);
            changes.put(name, change);
        }
        return changes;
    }

    private LowRank change(
            String component, String layer, Map<LoraKey.Role, String> tensors, double weight)
            throws WeightsException {
        String up = tensors.get(LoraKey.Role.UP);
        String down = tensors.get(LoraKey.Role.DOWN);
        if (up == null || down == null) {
            throw refuse(
                    "is not complete: of the layer " + layer + " one of two factors is missing");
        }
        int[] shape = file.shape(down);
        int rank = shape.length == 0 ? 0 : shape[0];
        if (rank == 0) throw refuse("is damaged: \"" + down + "\" has no rows");
        String alphaName = tensors.get(LoraKey.Role.ALPHA);
        double scale =
                alphaName == null
                        ? alpha.scale(component, LoraKey.parse(down).orElseThrow().module(), rank)
                        : storedAlpha(alphaName) / (double) rank;
        return new LowRank(file, up, down, rank, scale * weight);
    }

    private float storedAlpha(String name) throws WeightsException {
        if (size(file.shape(name)) == 1) return file.read(name).data()[0];
        throw refuse("is damaged: \"" + name + "\" should be one number");
    }

    private boolean fits(LowRank change, int[] shape) throws WeightsException {
        int[] up = file.shape(change.up());
        long values = size(shape);
        return shape.length > 0
                && up.length > 0
                && up[0] == shape[0]
                && size(up) == (long) shape[0] * change.rank()
                && size(file.shape(change.down())) == values / shape[0] * change.rank();
    }

    private static long size(int[] shape) {
        long size = 1;
        for (int length : shape) size *= length;
        return size;
    }

    private WeightsException misfit(String component, String layer, TensorSource part)
            throws WeightsException {
        Optional<String> family = TextWidth.family(textWidth());
        Optional<String> model = TextWidth.family(TextWidth.ofNetwork(part));
        String reason =
                family.isPresent() && model.isPresent() && !family.equals(model)
                        ? "it is for " + family.get() + ", the model is " + model.get()
                        : "the "
                                + component
                                + " has no layer "
                                + layer
                                + " of the size that it changes";
        return refuse(
                "does not fit the model "
                        + part.path()
                        + ": "
                        + reason
                        + "; use an adapter that was trained for a model of this family");
    }

    /** The width of the texts that the adapter's model looks at; 0 if it does not tell. */
    private int textWidth() throws WeightsException {
        for (var layer : components.getOrDefault("unet", Map.of()).entrySet()) {
            String down = layer.getValue().get(LoraKey.Role.DOWN);
            if (layer.getKey().endsWith("attn2_to_k") && down != null) {
                int[] shape = file.shape(down);
                return shape.length > 1 ? shape[1] : 0;
            }
        }
        return 0;
    }

    /** The error for a file that cannot be used; the problem begins with a verb. */
    private WeightsException refuse(String problem) {
        return new WeightsException(file.path(), problem);
    }

    /** The error for a model that lacks a part which the adapter changes. */
    public static WeightsException lacks(LoraFile lora, String component, String model) {
        return lora.refuse(
                "does not fit the model "
                        + model
                        + ": it changes the "
                        + component
                        + ", which the model does not have; use an adapter that was trained for a"
                        + " model of this family");
    }

    /** All layers that a part has changed, for tests. */
    List<String> layers(String component) {
        return List.copyOf(components.getOrDefault(component, Map.of()).keySet());
    }
}
